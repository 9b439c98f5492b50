import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { BlogFailure } from '../../../../lambda/core/errors.ts';
import { type Job, jobState } from '../../../../lambda/core/job/job.ts';
import { pass, start, useVirtualTime } from '../../virtual-time.ts';
import { type Delivery, type Fate, type ModelFate, World } from './world.ts';
import { type Answer, foreignPost, idOf } from './world-answers.ts';

useVirtualTime();

const mostly = <T>(usual: T, ...others: T[]) =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant(usual) },
    { weight: 5, arbitrary: fc.constantFrom(...others) },
  );
const step = fc.record({
  at: fc.integer({ min: 0, max: 240_000 }),
  kind: fc.constantFrom('post', 'post', 'async', 'get'),
});
const scenario = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 7 }),
  fates: fc.array(mostly<Fate>('ok', 'slow', 'refused', 'lost', 'twice', 'crash-before', 'crash-after'), {
    maxLength: 60,
  }),
  modelFates: fc.array(mostly<ModelFate>('ok', 'throttled', 'failed', 'empty', 'denied', 'hang', 'crash'), {
    maxLength: 8,
  }),
  deliveries: fc.array(mostly<Delivery>('once', 'dropped'), { maxLength: 4 }),
  modelTimeMs: fc.constantFrom(500, 3_000, 16_000, 40_000),
  hasFallback: fc.boolean(),
  foreignObject: fc.option(fc.integer({ min: 0, max: 60_000 }), { nil: undefined }),
});

/**
 * Checks what the answers to one key say of its post, from first to last.
 *
 * @param postedAt when it was asked for, in milliseconds since 1970
 */
function checkAnswers(answers: readonly Answer[], postedAt: readonly number[]): void {
  const promisedIds = new Set(
    answers
      .filter(({ by }) => by === 'post')
      .map(idOf)
      .filter(Boolean),
  );
  expect(promisedIds.size).toBeLessThanOrEqual(1);
  for (const earlier of answers) {
    for (const later of answers.filter(({ startedAt }) => startedAt > earlier.endedAt)) {
      if (earlier.outcome.kind === 'completed') {
        // S3 may fail when somebody asks again; then the post is promised at the most, and nothing else is said.
        const promised = later.by === 'post' && later.faulted && later.outcome.kind === 'accepted';
        const unread = promised || (later.outcome.kind === 'failure' && isStoreFault(later.outcome.failure));
        if (!unread) expect(later.outcome).toEqual(earlier.outcome);
      }
      if (later.by === 'get' && later.outcome.kind === 'failure' && earlier.outcome.kind === 'accepted') {
        expect((later.outcome.failure as Error).name).toBe('BlogFailure');
      }
      const failed =
        earlier.by === 'get' && earlier.outcome.kind === 'failure' && !isStoreFault(earlier.outcome.failure);
      const triedAgain = postedAt.some((at) => at > earlier.startedAt - 27_000 && at <= later.endedAt);
      if (failed && !triedAgain && later.by === 'get' && !(later.outcome.kind === 'failure')) {
        expect.fail(`a failure became ${later.outcome.kind} although nobody tried again`);
      }
    }
  }
}

function isStoreFault(failure: unknown): boolean {
  return failure instanceof BlogFailure && failure.kind === 'store-unavailable' && !failure.recorded;
}

/** The job behind the one key of a scenario. */
function jobOf({ records, jobs }: World): Job | undefined {
  const key = records.get('keys/k');
  return key && jobs.find(({ blog_id }) => blog_id === JSON.parse(key.text).blog_id);
}

it('whatever fails, one key has one post, one model call at a time, three at most, and answers that agree', async () => {
  await fc.assert(
    fc.asyncProperty(
      scenario,
      async ({ steps, fates, modelFates, deliveries, modelTimeMs, hasFallback, foreignObject }) => {
        vi.setSystemTime(start);
        vi.clearAllTimers();
        const world = new World();
        Object.assign(world, {
          fates: [...fates],
          modelFates: [...modelFates],
          deliveries: [...deliveries],
          modelTimeMs,
          hasFallback,
        });
        let callsBefore = 0;
        world.onRecordWrite = (name, before, after) => {
          if (!name.startsWith('jobs/') || before === undefined) return;
          const [old, next]: Job[] = [JSON.parse(before), JSON.parse(after)] as never;
          expect(old?.status).not.toBe('done');
          if ((next?.model_calls ?? 0) < (old?.model_calls ?? 0)) {
            // Three new calls only after a failure.
            expect(jobState(old as Job, Date.now())).toBe('failed');
            callsBefore = world.modelCalls;
          }
          expect(world.modelCalls - callsBefore).toBeLessThanOrEqual(3);
        };

        for (const { at, kind } of [...steps].sort((a, b) => a.at - b.at)) {
          await pass(Math.max(0, start + at - Date.now()));
          const job = jobOf(world);
          const isForeign = foreignObject !== undefined && at > foreignObject;
          if (isForeign && job !== undefined && !world.objects.has(job.blog_id)) {
            world.objects.set(job.blog_id, foreignPost);
          }
          if (kind !== 'get') void world.post({ key: 'k', async: kind === 'async' });
          else if (job !== undefined) void world.get(job.blog_id);
          await pass(0);
        }
        // Past every lease, retry and fails_at there is.
        await pass(3 * 3_600_000);
        world.fates = [];
        const job = jobOf(world);
        if (job !== undefined) {
          void world.get(job.blog_id);
          await pass(20_000);
          const last = world.answers.at(-1)?.outcome;
          expect(last?.kind).not.toBe('accepted');
          const own = [...world.objects.values()].filter(({ requestId }) => requestId === job.job_id);
          expect(own.length).toBeLessThanOrEqual(1);
          // An existing post is returned, unless its key was tried again after a failure and failed again.
          if (own.length === 1 && job.status !== 'failed') expect(last?.kind).toBe('completed');
        }

        expect(world.mostInFlight).toBeLessThanOrEqual(1);
        expect(world.modelCalls - callsBefore).toBeLessThanOrEqual(3);
        const posts = world.answers.filter(({ by }) => by === 'post');
        for (const { startedAt, endedAt } of posts) expect(endedAt - startedAt).toBeLessThanOrEqual(27_000);
        const postedAt = steps.filter(({ kind }) => kind !== 'get').map(({ at }) => start + at);
        checkAnswers(world.answers, postedAt);
      },
    ),
    { numRuns: 300 },
  );
}, 120_000);
