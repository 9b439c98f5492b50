import { BlogFailure, type FailureKind } from '../errors.ts';
import { type Job, jobState } from './job.ts';

/** A waiting `POST /blog`. Times in milliseconds since 1970. */
interface WaitingRequest {
  readonly kind: 'request';
  readonly id: string;
  /** When its answer must leave. */
  readonly endsAt: number;
  /** `Prefer: respond-async`: it neither writes nor waits. */
  readonly respondAsync: boolean;
  /** Later than this a model call does not fit the deadline. */
  readonly latestCallAt: number;
  readonly maxModelCalls: number;
  /** It has begun the job or waited for it: how this run ends is its answer. */
  readonly joined: boolean;
}

/** A run of the worker. */
interface Worker {
  readonly kind: 'worker';
  /** The invocation's `awsRequestId`, which Lambda repeats when it tries an event again. */
  readonly id: string;
  /** When Lambda ends the function, in milliseconds since 1970. */
  readonly endsAt: number;
  readonly maxModelCalls: number;
}

/** `GET /blog/{blog_id}`, which changes nothing. */
interface Reader {
  readonly kind: 'reader';
}

/** Who runs failed jobs again. */
export interface Operator {
  readonly kind: 'operator';
  /** The invocations that Lambda has given up: whatever their leases say, their runs are over. */
  readonly abandoned: readonly string[];
  /** The job was started over by this very run of the command. */
  readonly joined: boolean;
}

/** Whoever looks at a job. */
export type Who = WaitingRequest | Worker | Reader | Operator;

/** What is known of a job. */
export interface Sight {
  /** Absent where there is no record. */
  readonly job: Job | undefined;
  /** Whether its post is saved: `unknown` until somebody has looked. */
  readonly post: 'unknown' | 'saved' | 'missing';
  /** The looker's own run has used up its time: how the job fails where nobody goes on. */
  readonly outOfTime?: BlogFailure;
}

/** Why there is nothing to do or to return. `duplicate`: another delivery of the same event is at it. */
export type NothingReason = 'unknown' | 'deleted' | 'done' | 'failed' | 'held' | 'duplicate';

/** What to do next. */
export type Step =
  /** Look whether the post is saved, then ask again. */
  | { readonly kind: 'find-post' }
  /** @param record whether the job is to be recorded as done, because nobody has lived to */
  | { readonly kind: 'return'; readonly what: 'post'; readonly record: boolean }
  | { readonly kind: 'return'; readonly what: 'failure'; readonly failure: FailureKind }
  | { readonly kind: 'return'; readonly what: 'promise' }
  | { readonly kind: 'return'; readonly what: 'nothing'; readonly reason: NothingReason }
  /** Look again a little later. */
  | { readonly kind: 'wait' }
  /** Take hold of the job and write its post; `fresh`: as a new job, or one started over. */
  | { readonly kind: 'write'; readonly fresh: boolean; readonly holder: WaitingRequest | Worker }
  /** Hand it over to the worker; `fresh` as above. */
  | { readonly kind: 'enqueue'; readonly fresh: boolean }
  /** Record that it has failed. */
  | { readonly kind: 'fail'; readonly failure: BlogFailure };

/** Between two looks at a job, in milliseconds: seldom enough for S3, often enough for a person. */
export const pollMs = 500;
/** A last look and the answer take about so long, in milliseconds. */
const answerReserveMs = 700;
/** A job that nobody took up within this time is handed over again. */
const requeueAfterMs = 60_000;
/**
 * Lambda tries an event again a minute after its run failed: within this time the same `awsRequestId` is the same
 * event delivered twice at once.
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

/** What a job means, at the moment `now`, for whoever looks at it. */
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
  // Before anything else is said or done, unless a later look says more.
  if (mayBeSaved(job, post) && !(waits && who.joined)) return findPost;
  if (post === 'saved') return { kind: 'return', what: 'post', record: state !== 'held' };
  if (state === 'failed') return who.joined ? failed({}) : begin(true);
  if (state === 'lapsed') return isUsedUp(job, who) ? usedUp(job) : begin(false);
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
  // A retry of this very event takes over at once: its first run has ended, whatever its lease says.
  if (state === 'held' && now - (job.holder?.held_at ?? 0) < duplicateWindowMs) return nothing('duplicate');
  if (mayBeSaved(job, post)) return findPost;
  if (post === 'saved') return { kind: 'return', what: 'post', record: true };
  return isUsedUp(job, who) ? usedUp(job) : { kind: 'write', fresh: false, holder: who };
}

function stepOfReader({ job, post }: Sight, now: number): Step {
  // A record comes before an object: the object of that name may be another post.
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

/** A post that is done is there, or was deleted. */
function returnDone(post: Sight['post']): Step {
  if (post === 'unknown') return findPost;
  return post === 'saved' ? { kind: 'return', what: 'post', record: false } : nothing('deleted');
}

/** Whoever saved the post may not have recorded it yet, or not have lived to. */
function mayBeSaved(job: Job, post: Sight['post']): boolean {
  return post === 'unknown' && job.model_calls > 0;
}

function isUsedUp(job: Job, { maxModelCalls }: { maxModelCalls: number }): boolean {
  return job.model_calls >= maxModelCalls;
}

function usedUp({ model_calls }: Job): Step {
  const message = `${model_calls} model calls were begun and none was seen to end`;
  return { kind: 'fail', failure: new BlogFailure('model-failed', message) };
}
