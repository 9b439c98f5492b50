import { describe, expect, it } from 'vitest';
import { BlogFailure } from '../../../../lambda/core/errors.ts';
import {
  completeJob,
  countCalls,
  failJob,
  holdJob,
  type Job,
  newJob,
  queueJob,
  releaseJob,
} from '../../../../lambda/core/job/job.ts';
import { nextStep, type Sight, type Step, type Who } from '../../../../lambda/core/job/next-step.ts';
import { withDefaults } from '../../../../lambda/core/request/blog-request.ts';

const now = Date.UTC(2026, 10, 22, 16, 5, 27, 123);
const minute = 60_000;
const request = withDefaults({ blogTopic: 'T' });
const fresh = newJob({ blog_id: '20261122T160527123Z_T', job_id: 'r', request }, now);
const begun = (job: Job, calls = 1): Job => countCalls(job, calls, false);

const jobs = {
  none: undefined,
  queued: queueJob(fresh, now - minute),
  'queued for over a minute': queueJob(fresh, now - minute - 1),
  'handed over': begun(queueJob(fresh, now - 1_000)),
  'held by another': begun(holdJob(fresh, { id: 'other', endsAt: now + minute }, now - minute)),
  'held by the worker, 45 s ago': begun(
    holdJob(fresh, { id: 'aws', endsAt: now + 9 * minute }, now - 45_000),
  ),
  'held by the worker, now': begun(holdJob(fresh, { id: 'aws', endsAt: now + 9 * minute }, now - 44_999)),
  'held by the worker, before held_at': {
    ...begun(fresh),
    fails_at: now + 9 * minute,
    holder: { id: 'aws', lease_until: now + minute },
  } as Job,
  lapsed: begun(holdJob(fresh, { id: 'other', endsAt: now - 6_000 }, now - 33_000)),
  released: begun(releaseJob(holdJob(fresh, { id: 'other', endsAt: now + minute }, now))),
  'used up': begun(releaseJob(holdJob(fresh, { id: 'other', endsAt: now + minute }, now)), 3),
  done: completeJob(begun(fresh)),
  failed: failJob(begun(fresh), 'model-failed'),
  'done and expired': { ...completeJob(begun(fresh)), expires_at: now },
  'failed by time': begun(queueJob(fresh, now - 76 * minute)),
  'failed and expired': { ...failJob(begun(fresh), 'model-failed'), expires_at: now },
} satisfies Record<string, Job | undefined>;

const waiting = {
  kind: 'request',
  id: 'r2',
  endsAt: now + 20_000,
  respondAsync: false,
  latestCallAt: now + 5_000,
  maxModelCalls: 3,
} as const;
const lookers = {
  request: waiting,
  'request that has waited': { ...waiting, joined: true },
  'request that has waited, at its end': { ...waiting, joined: true, endsAt: now + 1_000 },
  'request without time for a call': { ...waiting, latestCallAt: now - 1 },
  'asynchronous request': { ...waiting, respondAsync: true },
  worker: { kind: 'worker', id: 'aws', endsAt: now + 15 * minute, maxModelCalls: 3 },
  reader: { kind: 'reader' },
  operator: { kind: 'operator', abandoned: ['aws'] },
  'operator who has started it over': { kind: 'operator', abandoned: ['aws'], joined: true },
} as const satisfies Record<string, Who>;

/** A step in a few words. */
function describeStep(step: Step): string {
  switch (step.kind) {
    case 'return':
      if (step.what === 'post') return step.record ? 'record and return post' : 'return post';
      if (step.what === 'failure') return `return ${step.failure}`;
      return step.what === 'promise' ? 'return promise' : `nothing: ${step.reason}`;
    case 'write':
    case 'enqueue':
      return step.fresh ? `${step.kind} fresh` : step.kind;
    case 'fail':
      return `fail ${step.failure.kind}`;
    default:
      return step.kind;
  }
}

/** Job | is its post saved | what that means for whom. */
const table = `
none | unknown | request: write fresh; request without time for a call: enqueue fresh; asynchronous request: enqueue fresh; worker: nothing: unknown; reader: find-post; operator: find-post
none | saved | reader: return post; operator: nothing: done
none | missing | reader: nothing: unknown; operator: nothing: unknown
queued | unknown | request: wait; request that has waited: wait; request that has waited, at its end: return promise; asynchronous request: return promise; worker: write; reader: return promise; operator: enqueue fresh; operator who has started it over: return promise
queued for over a minute | unknown | request: enqueue; asynchronous request: enqueue; worker: write
handed over | unknown | request: find-post; request that has waited: wait; request that has waited, at its end: find-post; worker: find-post; reader: find-post
handed over | missing | request: wait; request that has waited, at its end: return promise; worker: write; reader: return promise
held by another | unknown | request: find-post; request that has waited: wait; asynchronous request: find-post; worker: nothing: held; reader: find-post; operator: nothing: held
held by another | saved | request: return post; reader: return post
held by another | missing | request: wait; asynchronous request: return promise; reader: return promise
held by the worker, 45 s ago | unknown | worker: find-post; operator: find-post
held by the worker, 45 s ago | missing | request: wait; worker: write; operator: enqueue fresh
held by the worker, now | unknown | worker: nothing: duplicate
held by the worker, before held_at | missing | worker: write
lapsed | unknown | request: find-post; request that has waited: find-post; worker: find-post; operator: find-post
lapsed | saved | request: record and return post; worker: record and return post; reader: return post; operator: record and return post
lapsed | missing | request: write; request that has waited: write; request without time for a call: enqueue; asynchronous request: enqueue; worker: write; reader: return promise; operator: enqueue fresh
released | missing | request: write; worker: write; operator: enqueue fresh
used up | missing | request: fail model-failed; worker: fail model-failed; operator: enqueue fresh
done | unknown | request: find-post; worker: nothing: done; reader: find-post; operator: nothing: done
done | saved | request: return post; reader: return post
done | missing | request: nothing: deleted; reader: nothing: deleted
done and expired | missing | request: nothing: deleted; reader: nothing: deleted
failed | unknown | request: write fresh; asynchronous request: enqueue fresh; request that has waited: return model-failed; worker: nothing: failed; reader: return model-failed; operator: enqueue fresh
failed by time | unknown | request: find-post; worker: nothing: failed; reader: find-post; operator: find-post
failed by time | saved | request: record and return post; reader: return post; operator: record and return post
failed by time | missing | request: write fresh; request that has waited: return deadline-exceeded; reader: return deadline-exceeded; operator: enqueue fresh
failed and expired | unknown | reader: find-post; operator: enqueue fresh
failed and expired | missing | reader: nothing: unknown
`;

const rows = table
  .trim()
  .split('\n')
  .map((line) => line.split(' | ') as [keyof typeof jobs, Sight['post'], string]);

describe.each(rows)('a job that is %s, its post %s', (name, post, meanings) => {
  it.each(meanings.split('; '))('means for the %s', (meaning) => {
    const [who, ...step] = meaning.split(': ') as [keyof typeof lookers, ...string[]];
    const seen = { job: jobs[name], post };
    expect(describeStep(nextStep(seen, lookers[who], now))).toBe(step.join(': '));
  });
});

describe('a run that has used up its time', () => {
  const job = jobs['held by another'];
  const outOfTime = new BlogFailure('deadline-exceeded', 'late');

  it.each<[keyof typeof lookers, string]>([
    ['request', 'enqueue'],
    ['worker', 'fail deadline-exceeded'],
  ])('goes on at the worker, and ends there: %s, %s', (who, step) => {
    expect(describeStep(nextStep({ job, post: 'missing', outOfTime }, lookers[who], now))).toBe(step);
  });
});
