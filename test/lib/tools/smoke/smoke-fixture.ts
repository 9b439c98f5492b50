import { anonymous } from '../../../../lib/tools/smoke/authorizer.ts';
import { type SmokeOptions, type StepResult, smoke } from '../../../../lib/tools/smoke/smoke.ts';
import type { FakeService } from './fake-service.ts';

/** The names of the steps. */
export const steps = {
  missing: 'GET of a post that does not exist is a problem',
  invalid: 'POST /blog of an invalid request is a problem that names the fields',
  waited: 'POST /blog writes a post',
  json: 'GET its Location gives the same JSON',
  text: 'GET with Accept: text/plain gives its text',
  promised: 'POST /blog with Prefer: respond-async promises a post',
  again: 'POST /blog again under its Idempotency-Key is the same post',
  kept: 'GET its Location gives the post once it is written',
} as const;

/** Runs every step against a fake service. @param slept is told each wait, which then takes no time */
export function runSmoke(
  service: FakeService,
  slept: number[],
  options: Partial<SmokeOptions> = {},
): Promise<StepResult[]> {
  return smoke({
    base: service.base,
    authorize: anonymous,
    needsCredentials: false,
    waitMs: 60_000,
    sleep: async (ms) => {
      slept.push(ms);
    },
    onStep: () => {},
    ...options,
  });
}
