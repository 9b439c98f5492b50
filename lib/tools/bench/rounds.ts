import type { Candidate } from './candidates.ts';
import { type Run, type RunOptions, runCandidate } from './run-candidate.ts';
import { shuffle } from './statistics.ts';

/** The runs of each candidate, by round. */
export type Runs<Name extends string> = Record<Name, Run[]>;

/** Runs every candidate once a round, in a new order each round. @param onRound told after each of them */
export async function runRounds<Name extends string>(
  candidates: Readonly<Record<Name, Candidate>>,
  rounds: number,
  options: RunOptions,
  onRound: (round: number) => void,
): Promise<Runs<Name>> {
  const names = Object.keys(candidates) as Name[];
  const runs = Object.fromEntries(names.map((name) => [name, [] as Run[]])) as Runs<Name>;
  for (let round = 1; round <= rounds; round += 1) {
    for (const name of shuffle(names)) runs[name].push(await runCandidate(candidates[name], options));
    onRound(round);
  }
  return runs;
}
