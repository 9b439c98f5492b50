import { randomUUID } from 'node:crypto';
import type { Authorizer } from './authorizer.ts';
import { createClient } from './client.ts';
import { SmokeFailure } from './expectation.ts';
import { promiseSteps } from './promise-steps.ts';
import { refusalSteps } from './refusal-steps.ts';
import type { SmokeContext, Step } from './step.ts';
import { waitingSteps } from './waiting-steps.ts';

/** One for the post that is waited for, one for the promised one; each is called again where it fails. */
export const modelCallsOfASmokeTest = 2;

export interface SmokeOptions extends Omit<SmokeContext, 'client'> {
  /** What stands before `/blog`. */
  readonly base: string;
  readonly authorize: Authorizer;
  /** Whether a caller without credentials must be turned away. */
  readonly needsCredentials: boolean;
  /** Takes the steps as they are done. */
  readonly onStep: (step: StepResult) => void;
}

/** What became of a step. */
export interface StepResult {
  readonly name: string;
  readonly outcome: 'kept' | 'broken' | 'skipped';
  readonly ms: number;
  /** What was seen, or what was expected and received. */
  readonly text: string;
  /** What to do, where that is known. */
  readonly next?: string;
}

/**
 * Goes through the HTTP contract of a running service: what it refuses, a post that is waited for, a post that is
 * promised. Where a step fails, those that need it are skipped; the others go on.
 */
export async function smoke(options: SmokeOptions): Promise<StepResult[]> {
  const { base, authorize, needsCredentials, waitMs, sleep, onStep } = options;
  const context: SmokeContext = { client: createClient(base, authorize), waitMs, sleep };
  const unused = randomUUID().replaceAll('-', '');
  const chains: Step[][] = [
    ...refusalSteps(context, unused, needsCredentials).map((step) => [step]),
    waitingSteps(context),
    promiseSteps(context, randomUUID()),
  ];
  const results: StepResult[] = [];
  let ended = false;
  for (const chain of chains) {
    let broken: boolean = ended;
    for (const step of chain) {
      const { endsTheTest, ...result }: Taken = broken ? skip(step) : await take(step);
      ended ||= endsTheTest;
      broken ||= result.outcome === 'broken';
      results.push(result);
      onStep(result);
    }
  }
  return results;
}

type Taken = StepResult & { endsTheTest: boolean };

async function take({ name, run }: Step): Promise<Taken> {
  const startedAt = performance.now();
  const timed = () => ({ name, ms: performance.now() - startedAt });
  try {
    const text = await run();
    return { ...timed(), outcome: 'kept', text, endsTheTest: false };
  } catch (error) {
    if (!(error instanceof SmokeFailure)) throw error;
    const { message: text, next, endsTheTest } = error;
    return { ...timed(), outcome: 'broken', text, ...(next !== undefined && { next }), endsTheTest };
  }
}

function skip({ name }: Step): Taken {
  return { name, outcome: 'skipped', ms: 0, text: 'not tried', endsTheTest: false };
}
