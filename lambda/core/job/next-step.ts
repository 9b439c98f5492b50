import { BlogFailure, type FailureKind } from '../errors.ts';
import { type Job, jobState } from './job.ts';

/** The observer of a job. Times in milliseconds since 1970. */
interface Observer<Kind extends string> {
  readonly kind: Kind;
  /** It began the job, started it over or waited for it: how the job ends is its answer. Default false. */
  readonly joined?: boolean;
}

/** Who can write a post. */
interface Writer {
  /** The request's id, or the worker's `awsRequestId`, which Lambda repeats when it retries an event. */
  readonly id: string;
  /** When the answer must leave, or Lambda ends the worker. */
  readonly endsAt: number;
  readonly maxModelCalls: number;
}

/** A waiting `POST /blog`. */
interface WaitingRequest extends Observer<'request'>, Writer {
  /** `Prefer: respond-async`: it neither writes nor waits. */
  readonly respondAsync: boolean;
  /** The latest start of a model call that fits the deadline. */
  readonly latestCallAt: number;
}

/** A run of the worker. */
interface Worker extends Observer<'worker'>, Writer {}

/** The operator who runs a failed job again. */
export interface Operator extends Observer<'operator'> {
  /** The ids of invocations that Lambda has given up: their runs are over, even if a lease is not. */
  readonly abandoned: readonly string[];
}

/** The reader, `GET /blog/{blog_id}`, changes nothing. */
export type Who = WaitingRequest | Worker | Observer<'reader'> | Operator;

/** What is known of a job. */
export interface Sight {
  /** Absent if there is no record. */
  readonly job: Job | undefined;
  /** Whether its post is saved. `unknown`: not checked yet. */
  readonly post: 'unknown' | 'saved' | 'missing';
  /** Set if this run is out of time: how the job fails if no other run continues. */
  readonly outOfTime?: BlogFailure;
}

/** Why there is nothing to do or to return. `duplicate`: another delivery of the same event is in progress. */
export type NothingReason = 'unknown' | 'deleted' | 'done' | 'failed' | 'held' | 'duplicate';

/** What to do next. `fresh`: with a new job, or one that is started over. */
export type Step =
  /** Look whether the post is saved, then ask again. */
  | { readonly kind: 'find-post' }
  /** `record`: the job is to be recorded as done first, because its writer did not. */
  | { readonly kind: 'return'; readonly what: 'post'; readonly record: boolean }
  | { readonly kind: 'return'; readonly what: 'failure'; readonly failure: FailureKind }
  | { readonly kind: 'return'; readonly what: 'promise' }
  | { readonly kind: 'return'; readonly what: 'nothing'; readonly reason: NothingReason }
  /** Look again after `pollMs`. */
  | { readonly kind: 'wait' }
  /** Hold the job and write its post. */
  | { readonly kind: 'write'; readonly fresh: boolean; readonly holder: Writer }
  /** Hand the job over to the worker. */
  | { readonly kind: 'enqueue'; readonly fresh: boolean }
  /** Record that it has failed. */
  | { readonly kind: 'fail'; readonly failure: BlogFailure };

/** Between two looks at a job, in milliseconds: seldom enough for S3, often enough for a person. */
export const pollMs = 500;
/** How long a last look and the answer take, in milliseconds. */
const answerReserveMs = 700;
/** A queued job that no worker has begun within this time is handed over again. */
const requeueAfterMs = 60_000;
/**
 * Lambda retries an event one minute after its run failed. Within this time, the same `awsRequestId` is a duplicate
 * delivery.
 */
const duplicateWindowMs = 45_000;

const findPost: Step = { kind: 'find-post' };
const promise: Step = { kind: 'return', what: 'promise' };
const nothing = (reason: NothingReason): Step => ({ kind: 'return', what: 'nothing', reason });
const failed = ({ failure = 'deadline-exceeded' }: { failure?: FailureKind }): Step => ({
  kind: 'return',
  what: 'failure',
  failure,
});

/** What a job means for its observer, at the moment `now`. */
export function nextStep(sight: Sight, who: Who, now: number): Step {
  switch (who.kind) {
    case 'request':
      return stepOfRequest(sight, who, now);
    case 'worker':
      return stepOfWorker(sight, who, now);
    case 'reader':
      return stepOfReader(sight, now);
    case 'operator':
      return stepOfOperator(sight, who, now);
  }
}

function stepOfRequest({ job, post, outOfTime }: Sight, who: WaitingRequest, now: number): Step {
  const begin = (fresh: boolean): Step =>
    who.respondAsync || now > who.latestCallAt
      ? { kind: 'enqueue', fresh }
      : { kind: 'write', fresh, holder: who };
  if (job === undefined) return begin(true);
  if (outOfTime !== undefined) return { kind: 'enqueue', fresh: false };
  const state = jobState(job, now);
  if (state === 'done') return returnDone(post);
  if (job.status === 'failed') return who.joined ? failed(job) : begin(true);
  const canWait = !who.respondAsync && now + pollMs + answerReserveMs <= who.endsAt;
  const waits = (state === 'held' || state === 'queued') && canWait;
  // Comes before any other step. A request that waits does not look every time.
  if (mayBeSaved(job, post) && !(waits && who.joined)) return findPost;
  if (post === 'saved') return { kind: 'return', what: 'post', record: state !== 'held' };
  if (state === 'failed') return who.joined ? failed({}) : begin(true);
  if (state === 'lapsed') return noCallsLeft(job, who) ?? begin(false);
  if (job.status === 'queued' && now - job.queued_at > requeueAfterMs)
    return { kind: 'enqueue', fresh: false };
  return waits ? { kind: 'wait' } : promise;
}

function stepOfWorker({ job, post, outOfTime }: Sight, who: Worker, now: number): Step {
  if (job === undefined) return nothing('unknown');
  if (outOfTime !== undefined) return { kind: 'fail', failure: outOfTime };
  const state = jobState(job, now);
  if (state === 'done' || state === 'failed') return nothing(state);
  if (state === 'held' && job.holder?.id !== who.id) return nothing('held');
  // A retry of the same event takes over at once: the first run is over, even if its lease is not.
  if (state === 'held' && now - (job.holder?.held_at ?? 0) < duplicateWindowMs) return nothing('duplicate');
  if (mayBeSaved(job, post)) return findPost;
  if (post === 'saved') return { kind: 'return', what: 'post', record: true };
  return noCallsLeft(job, who) ?? { kind: 'write', fresh: false, holder: who };
}

function stepOfReader({ job, post }: Sight, now: number): Step {
  // With a record, the object of that name may be another post's.
  if (job === undefined || (job.status !== 'done' && now >= job.expires_at)) {
    if (post === 'unknown') return findPost;
    return post === 'saved' ? { kind: 'return', what: 'post', record: false } : nothing('unknown');
  }
  if (job.status === 'done') return returnDone(post);
  if (job.status === 'failed') return failed(job);
  if (mayBeSaved(job, post)) return findPost;
  if (post === 'saved') return { kind: 'return', what: 'post', record: false };
  return jobState(job, now) === 'failed' ? failed({}) : promise;
}

function stepOfOperator({ job, post }: Sight, who: Operator, now: number): Step {
  if (job?.status === 'done') return nothing('done');
  if (who.joined) return promise;
  if (job === undefined) {
    if (post === 'unknown') return findPost;
    return nothing(post === 'saved' ? 'done' : 'unknown');
  }
  if (job.status === 'failed') return { kind: 'enqueue', fresh: true };
  const abandoned = job.holder !== undefined && who.abandoned.includes(job.holder.id);
  if (jobState(job, now) === 'held' && !abandoned) return nothing('held');
  if (mayBeSaved(job, post)) return findPost;
  return post === 'saved' ? { kind: 'return', what: 'post', record: true } : { kind: 'enqueue', fresh: true };
}

/** The post of a job that is done, unless it was deleted. */
function returnDone(post: Sight['post']): Step {
  if (post === 'unknown') return findPost;
  return post === 'saved' ? { kind: 'return', what: 'post', record: false } : nothing('deleted');
}

/** Whether the post may be saved although that is not recorded, for instance after a crash. */
function mayBeSaved(job: Job, post: Sight['post']): boolean {
  return post === 'unknown' && job.model_calls > 0;
}

function noCallsLeft({ model_calls }: Job, { maxModelCalls }: Writer): Step | undefined {
  if (model_calls < maxModelCalls) return undefined;
  const message = `${model_calls} model calls were begun and none was seen to end`;
  return { kind: 'fail', failure: new BlogFailure('model-failed', message) };
}
