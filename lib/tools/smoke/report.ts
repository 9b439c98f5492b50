import type { StepResult } from './smoke.ts';

type Outcome = StepResult['outcome'];

const signs: Readonly<Record<Outcome, string>> = { kept: '✓', broken: '✗', skipped: '-' };

/** A step as the terminal shows it, with its time. */
export function formatStep(
  { name, outcome, ms, text, next }: StepResult,
  paint: (outcome: Outcome, text: string) => string,
): string {
  const time = outcome === 'skipped' ? '' : formatTime(ms);
  const line = `${paint(outcome, signs[outcome])} ${time.padStart(8)}  ${name}: ${text}`;
  return next === undefined ? line : `${line}\n            → ${next}`;
}

/** Whether the contract was kept throughout. */
export function isKept(results: readonly StepResult[]): boolean {
  return results.every(({ outcome }) => outcome === 'kept');
}

/** The last line: what it all comes to. */
export function summarize(results: readonly StepResult[]): string {
  const time = formatTime(results.reduce((sum, { ms }) => sum + ms, 0));
  const count = (wanted: Outcome): number => results.filter(({ outcome }) => outcome === wanted).length;
  if (isKept(results)) return `The endpoint keeps the contract: ${results.length} steps in ${time}.`;
  const skipped = count('skipped');
  return (
    `The endpoint does not keep the contract: ${count('broken')} of ${results.length} steps failed` +
    `${skipped > 0 ? `, ${skipped} could not be tried` : ''}.`
  );
}

function formatTime(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
