import { BlogFailure, RequestError } from '../errors.ts';
import type { SavedBlog } from '../job/job-outcome.ts';
import type { Blog } from '../post/blog.ts';
import { requestFields } from '../request/request-fields.ts';
import type { Observation } from './observation.ts';

/** Where the operator reads what happened: one structured line a call. Never the post's text or credentials. */
export interface Log {
  debug(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

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

/** Where figures go. Dimensions are the service, and the kind of a failure; never an id. */
export interface Metrics {
  count(name: MetricName, value: number): void;
  /** @param ms milliseconds */
  time(name: MetricName, ms: number): void;
  failure(kind: string): void;
  /** Writes what was gathered. Called once at the end of a request. */
  flush(): void;
}

/** How a request or run ended. `written` says that this very one made the post. */
export type Ending =
  | { kind: 'completed'; saved: SavedBlog; written: boolean; replayed: boolean }
  | { kind: 'accepted'; blogId: string }
  | { kind: 'skipped'; reason: string }
  /** `promised` says that nobody waited for the post, and that no further run tries to write it. */
  | { kind: 'failed'; error: unknown; promised?: true };

/** Logs and counts the end of a request or run: one line, with all there is to know but topic, text and credentials. */
export function report(
  ending: Ending,
  observation: Observation,
  fields: Record<string, unknown>,
  { log, metrics }: { log: Log; metrics: Metrics },
): void {
  reportEnding(ending, { ...fields, outcome: ending.kind, ...figures(observation) }, log, metrics);
  countObservation(observation, metrics);
  metrics.flush();
}

function reportEnding(ending: Ending, fields: Record<string, unknown>, log: Log, metrics: Metrics): void {
  switch (ending.kind) {
    case 'completed': {
      const { saved, written, replayed } = ending;
      log.info(written ? 'Post saved' : 'Existing post returned', {
        ...fields,
        blog_time: blogTime(saved.blogId),
        ...blogFields(saved.blog),
      });
      if (replayed) metrics.count('IdempotentReplays', 1);
      if (!written) break;
      metrics.count('PostsSaved', 1);
      if (saved.blog.truncated) metrics.count('PostsTruncated', 1);
      if (saved.blog.leakedToken !== undefined) metrics.count('LeakedTokensCut', 1);
      break;
    }
    case 'accepted':
      log.info('Post promised', { ...fields, blog_time: blogTime(ending.blogId) });
      break;
    case 'skipped':
      log.info('Job skipped', { ...fields, reason: ending.reason });
      break;
    case 'failed':
      reportFailure(ending.error, fields, log, metrics);
      if (ending.promised && !isRefusal(ending.error)) metrics.count('PromisedPostsFailed', 1);
  }
}

function reportFailure(error: unknown, fields: Record<string, unknown>, log: Log, metrics: Metrics): void {
  if (error instanceof RequestError) {
    // The message quotes what the caller sent, and an unknown field is named by the caller: not for the log.
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

/** The topic or its text was refused, as the operator means it to be: only the caller can do something about it. */
function isRefusal(error: unknown): boolean {
  return error instanceof BlogFailure && error.kind === 'guardrail-intervened';
}

function figures({ modelCalls, modelMs, storeMs, handovers }: Observation): Record<string, unknown> {
  const sum = modelMs.reduce((total, ms) => total + ms, 0);
  return {
    calls_made: modelCalls,
    model_ms: sum,
    store_ms: storeMs,
    ...(handovers === 0 ? {} : { handed_over: true }),
  };
}

function countObservation(observation: Observation, metrics: Metrics): void {
  const {
    modelMs,
    storeMs,
    throttles,
    fallbackCalls,
    promptTokens,
    generationTokens,
    handovers,
    budgetTokensLeft,
  } = observation;
  for (const ms of modelMs) metrics.time('ModelLatency', ms);
  if (storeMs > 0) metrics.time('StoreLatency', storeMs);
  if (throttles > 0) metrics.count('Throttles', throttles);
  if (fallbackCalls > 0) metrics.count('FallbackCalls', fallbackCalls);
  if (promptTokens > 0) metrics.count('PromptTokens', promptTokens);
  if (generationTokens > 0) metrics.count('GenerationTokens', generationTokens);
  if (handovers > 0) metrics.count('Handovers', handovers);
  if (budgetTokensLeft !== undefined) metrics.count('BudgetTokensLeft', budgetTokensLeft);
}

function blogFields(blog: Blog): Record<string, unknown> {
  return {
    model_id: blog.modelId,
    model_calls: blog.modelCalls,
    stop_reason: blog.stopReason,
    truncated: blog.truncated,
    leaked_token: blog.leakedToken,
    prompt_token_count: blog.promptTokenCount,
    generation_token_count: blog.generationTokenCount,
    guardrail: blog.guardrail,
  };
}

/** The part of a blog id that does not tell the topic. */
export function blogTime(blogId: string): string {
  return blogId.slice(0, blogId.indexOf('_'));
}
