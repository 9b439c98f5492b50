import { sleep } from '../clock.ts';
import { BlogFailure } from '../errors.ts';
import type { Versioned } from '../records/records.ts';
import { completeJob, failJob, holdJob, type Job, queueJob } from './job.ts';
import type { JobHandle } from './job-handle.ts';
import type { JobOutcome, SavedBlog } from './job-outcome.ts';
import { nextStep, pollMs, type Sight, type Who } from './next-step.ts';
import { findPost, type PostReading } from './stored-post.ts';

/** How a holder's run ended. */
export type RunEnd =
  | Extract<JobOutcome, { kind: 'completed' | 'failed' }>
  /** Model calls are left. `job` is what to hand over, `failure` how it ends if no other run continues. */
  | { kind: 'out-of-time'; job: Versioned<Job>; failure: BlogFailure }
  /** Another holds the job now. */
  | { kind: 'moved' };

/** What a driver can do with its job. Default of each: an error, because the driver never does it. */
export interface JobActions {
  /** Makes a new job, or starts one over. @throws RequestError if no model accepts the request */
  begin?(job: Job | undefined, now: number): Job;
  /** Writes the post of a held job. @throws BlogFailure if another run may succeed */
  write?(held: Versioned<Job>): Promise<RunEnd>;
  /** Invokes the worker for a queued job. @param before the job as it was @throws BlogFailure */
  handOver?(queued: Versioned<Job>, before: Job | undefined): Promise<void>;
}

export interface DriveDependencies extends PostReading {
  /** Called if the end of a job could not be recorded. Default: nothing. What it throws is thrown. */
  onRecordLost?: ((error: unknown) => void) | undefined;
}

/** A job as it was last seen. `post`: `undefined` is not looked for yet, `null` is not saved. */
interface View {
  job: Versioned<Job> | undefined;
  post?: SavedBlog | null;
  outOfTime?: BlogFailure;
}

const cannot = (): never => {
  throw new Error('this driver neither begins a job, nor writes its post, nor hands it over');
};

/**
 * Drives a job to an outcome: looks at it, does what `nextStep` says, and looks again. Every post takes this road.
 *
 * @throws BlogFailure if S3 or Lambda fails
 * @throws RequestError if no model accepts the request
 */
export async function driveJob(
  handle: JobHandle,
  start: Who,
  actions: JobActions,
  dependencies: DriveDependencies,
): Promise<JobOutcome> {
  const { clock } = dependencies;
  const { begin = cannot, write = cannot, handOver = cannot } = actions;
  let who = start;
  let view: View = { job: await handle.read() };
  for (;;) {
    const { job, post } = view;
    const now = clock.now();
    const promise: JobOutcome = { kind: 'accepted', blogId: job?.value.blog_id ?? '' };
    const step = nextStep(toSight(view), who, now);
    switch (step.kind) {
      case 'find-post':
        try {
          view = { ...view, post: (await findPost(handle.blogId, job?.value, dependencies)) ?? null };
        } catch (error) {
          // A job that is known to be in progress is promised.
          if (who.joined && error instanceof BlogFailure && error.transient) return promise;
          throw error;
        }
        break;

      case 'return':
        if (step.what === 'promise') return promise;
        if (step.what === 'nothing') return { kind: 'skipped', reason: step.reason };
        if (step.what === 'failure') return { kind: 'failed', failure: recordedFailure(step.failure) };
        if (step.record && job) await record(completeJob(job.value), job, handle, dependencies);
        return { kind: 'completed', saved: post as SavedBlog };

      case 'wait':
        await sleep(clock, pollMs);
        who = { ...who, joined: true };
        // The job is known to be in progress, whether or not this read succeeds.
        view = await handle.read().then(
          (seen) => ({ job: seen ?? job }),
          () => view,
        );
        break;

      case 'write': {
        const base = step.fresh || job === undefined ? begin(job?.value, now) : job.value;
        const held = await handle.write(holdJob(base, step.holder, now), job);
        const end: RunEnd = held === undefined ? { kind: 'moved' } : await write(held);
        if (end.kind === 'out-of-time') view = { job: end.job, post: null, outOfTime: end.failure };
        else if (end.kind === 'moved') view = { job: await handle.read() };
        else return end;
        break;
      }

      case 'enqueue': {
        const base = step.fresh || job === undefined ? begin(job?.value, now) : job.value;
        const queued = await handle.write(queueJob(base, now), job);
        if (queued !== undefined) {
          await handOver(queued, job?.value);
          who = { ...who, joined: true };
        }
        view = queued === undefined ? { job: await handle.read() } : { job: queued, post: null };
        break;
      }

      case 'fail':
        if (
          job &&
          (await record(failJob(job.value, step.failure.kind), job, handle, dependencies)) === 'moved'
        ) {
          view = { job: await handle.read() };
          break;
        }
        return { kind: 'failed', failure: step.failure };
    }
  }
}

/** Records the end of a job. If that fails, the next to look at the job finds the post, or the failure again. */
export async function record(
  ended: Job,
  job: Versioned<Job>,
  handle: Pick<JobHandle, 'write'>,
  { onRecordLost }: Pick<DriveDependencies, 'onRecordLost'>,
): Promise<'recorded' | 'moved' | 'lost'> {
  try {
    return (await handle.write(ended, job)) === undefined ? 'moved' : 'recorded';
  } catch (error) {
    onRecordLost?.(error);
    return 'lost';
  }
}

function toSight({ job, post, ...view }: View): Sight {
  const known = post === undefined ? 'unknown' : post === null ? 'missing' : 'saved';
  return { ...view, job: job?.value, post: known };
}

function recordedFailure(kind: BlogFailure['kind']): BlogFailure {
  return new BlogFailure(kind, 'the post could not be written', { recorded: true });
}
