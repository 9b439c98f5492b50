import type { Clock } from '../clock.ts';
import { BlogFailure } from '../errors.ts';
import type { TextModel } from '../post/blog.ts';
import type { BlogStore } from '../post/blog-store.ts';
import type { RecordStore } from '../records/records.ts';

/** What one request or run used, gathered while it runs. Times in milliseconds. */
export class Observation {
  modelCalls = 0;
  /** Of each model call, failed ones included. */
  modelMs: number[] = [];
  /** In all calls to S3. */
  storeMs = 0;
  /** Counted as the metrics of these names. `modelCalls` includes those to the fallback. */
  readonly counts = { Throttles: 0, FallbackCalls: 0, PromptTokens: 0, GenerationTokens: 0, Handovers: 0 };
  /** What is left of the day's budget; absent if there is no budget. */
  budgetTokensLeft?: number;
}

/** A model whose calls are counted and timed. */
export function observeModel(
  { modelId, generate }: TextModel,
  clock: Clock,
  observation: Observation,
  isFallback = false,
): TextModel {
  return {
    modelId,
    async generate(request, signal) {
      observation.modelCalls += 1;
      if (isFallback) observation.counts.FallbackCalls += 1;
      const startedAt = clock.now();
      try {
        const generation = await generate(request, signal);
        observation.counts.PromptTokens += generation.promptTokenCount ?? 0;
        observation.counts.GenerationTokens += generation.generationTokenCount ?? 0;
        return generation;
      } catch (error) {
        if (error instanceof BlogFailure && error.kind === 'model-throttled')
          observation.counts.Throttles += 1;
        throw error;
      } finally {
        observation.modelMs.push(clock.now() - startedAt);
      }
    },
  };
}

/** Posts or records whose reads and writes are timed. */
export function observeStore<Store extends BlogStore | RecordStore>(
  store: Store,
  clock: Clock,
  observation: Observation,
): Store {
  const timed = Object.entries(store).map(([name, call]) => [
    name,
    async (...args: unknown[]) => {
      const startedAt = clock.now();
      try {
        return await call(...args);
      } finally {
        observation.storeMs += clock.now() - startedAt;
      }
    },
  ]);
  return Object.fromEntries(timed);
}
