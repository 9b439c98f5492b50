import { BlogFailure, RequestError } from '../errors.ts';
import type { JobOutcome } from '../job/job-outcome.ts';
import { requestFields } from '../request/request-fields.ts';
import type { Observation } from './observation.ts';

/** Structured log lines, one for each call. They never hold a post's text or credentials. */
export type Log = Readonly<
  Record<'debug' | 'info' | 'warn' | 'error', (message: string, fields?: Record<string, unknown>) => void>
>;

/** The names of the metrics. The stack's dashboard and alarms read them. */
export const metricNames = [
  'PostsSaved',
  'PostsTruncated',
  'LeakedTokensCut',
  'Failures',
  'PromisedPostsFailed',
  'Throttles',
  'FallbackCalls',
  'PromptTokens',
  'GenerationTokens',
  'ModelLatency',
  'StoreLatency',
  'Handovers',
  'IdempotentReplays',
  'BudgetTokensLeft',
  'PostPages',
] as const;
export type MetricName = (typeof metricNames)[number];

/** Metrics by service and, for failures, by kind; never by id. */
export interface Metrics {
  count(name: MetricName, value: number): void;
  /** @param ms milliseconds */
  time(name: MetricName, ms: number): void;
  failure(kind: string): void;
  /** Writes the gathered metrics. Called once, at the end of a request. */
  flush(): void;
}

/** What every handler needs. */
export interface HandlerDependencies {
  /** Milliseconds since 1970. */
  now(): number;
  log: Log;
  metrics: Metrics;
}

/** How a request or run ended. */
export type Ending = (Exclude<JobOutcome, { kind: 'failed' }> | { kind: 'failed'; failure: unknown }) & {
  /** The request had an idempotency key. Default false. */
  keyed?: boolean;
  /** No client waits for the post, and no further run tries to write it. Default false. */
  promised?: boolean;
};

/** Logs the end of a request or run in one line, without topic, text or credentials, and counts it. */
export function report(
  ending: Ending,
  observation: Observation,
  about: Record<string, unknown>,
  { log, metrics }: { log: Log; metrics: Metrics },
): void {
  const { modelCalls, modelMs, storeMs } = observation;
  const handovers = observation.counts.Handovers;
  const fields = {
    ...about,
    outcome: ending.kind,
    calls_made: modelCalls,
    model_ms: modelMs.reduce((total, ms) => total + ms, 0),
    store_ms: storeMs,
    ...(handovers > 0 && { handed_over: true }),
  };
  switch (ending.kind) {
    case 'completed': {
      const { blogId, blog } = ending.saved;
      const isNew = modelCalls > 0 && handovers === 0;
      const message = isNew ? 'Post saved' : 'Existing post returned';
      log.info(message, {
        ...fields,
        blog_time: blogTime(blogId),
        model_id: blog.modelId,
        model_calls: blog.modelCalls,
        stop_reason: blog.stopReason,
        truncated: blog.truncated,
        leaked_token: blog.leakedToken,
        prompt_token_count: blog.promptTokenCount,
        generation_token_count: blog.generationTokenCount,
        guardrail: blog.guardrail,
      });
      if (isNew) metrics.count('PostsSaved', 1);
      if (isNew && blog.truncated) metrics.count('PostsTruncated', 1);
      if (isNew && blog.leakedToken !== undefined) metrics.count('LeakedTokensCut', 1);
      if (ending.keyed && modelCalls + handovers === 0) metrics.count('IdempotentReplays', 1);
      break;
    }
    case 'accepted':
      log.info('Post promised', { ...fields, blog_time: blogTime(ending.blogId) });
      break;
    case 'skipped':
      log.info('Job skipped', { ...fields, reason: ending.reason });
      break;
    case 'failed': {
      const { failure, promised } = ending;
      reportFailure(failure, fields, log, metrics);
      // A refusal of the topic or the text is as the operator intends: only the caller can act on that.
      const isRefused = failure instanceof BlogFailure && failure.kind === 'guardrail-intervened';
      if (promised && !isRefused) metrics.count('PromisedPostsFailed', 1);
    }
  }
  countObservation(observation, metrics);
  metrics.flush();
}

function reportFailure(error: unknown, fields: Record<string, unknown>, log: Log, metrics: Metrics): void {
  if (error instanceof RequestError) {
    // Neither the message nor the name of an unknown field goes to the log: both quote the caller.
    const refused = error.errors.map(({ field }) =>
      Object.hasOwn(requestFields, field) ? field : '(unknown)',
    );
    log.info('Request refused', { ...fields, fault: error.fault, fields: refused });
  } else if (error instanceof BlogFailure && error.recorded) {
    log.info('Recorded failure returned', { ...fields, kind: error.kind });
  } else if (error instanceof BlogFailure) {
    const { kind, hint, cause, modelId } = error;
    log.error(error.message, { ...fields, ...(modelId && { model_id: modelId }), kind, hint, error: cause });
    metrics.failure(error.kind);
  } else {
    log.error('Unexpected error', { ...fields, kind: 'internal-error', error });
    metrics.failure('internal-error');
  }
}

function countObservation(observation: Observation, metrics: Metrics): void {
  for (const ms of observation.modelMs) metrics.time('ModelLatency', ms);
  if (observation.storeMs > 0) metrics.time('StoreLatency', observation.storeMs);
  const counts: Partial<Record<MetricName, number>> = observation.counts;
  for (const name of metricNames) if (counts[name]) metrics.count(name, counts[name]);
  const { budgetTokensLeft } = observation;
  if (budgetTokensLeft !== undefined) metrics.count('BudgetTokensLeft', budgetTokensLeft);
}

/** The part of a blog id that does not reveal the topic. */
export function blogTime(blogId: string): string {
  return blogId.slice(0, blogId.indexOf('_'));
}
