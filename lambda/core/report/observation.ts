import type { Clock } from '../clock.ts';
import { BlogFailure } from '../errors.ts';
import type { InvokeWorker } from '../job/hand-over.ts';
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
  throttles = 0;
  /** Calls to the fallback model, which `modelCalls` includes. */
  fallbackCalls = 0;
  promptTokens = 0;
  generationTokens = 0;
  handovers = 0;
  /** What is left of the day's budget; absent if there is no budget. */
  budgetTokensLeft?: number;
}

/** A model whose calls are counted and timed. */
export function observeModel(model: TextModel, clock: Clock, observation: Observation): TextModel {
  return {
    modelId: model.modelId,
    async generate(request, signal) {
      observation.modelCalls += 1;
      const startedAt = clock.now();
      try {
        const generation = await model.generate(request, signal);
        observation.promptTokens += generation.promptTokenCount ?? 0;
        observation.generationTokens += generation.generationTokenCount ?? 0;
        return generation;
      } catch (error) {
        if (error instanceof BlogFailure && error.kind === 'model-throttled') observation.throttles += 1;
        throw error;
      } finally {
        observation.modelMs.push(clock.now() - startedAt);
      }
    },
  };
}

/** As `observeModel`, for the fallback model. */
export function observeFallback(fallback: TextModel, clock: Clock, observation: Observation): TextModel {
  const { modelId, generate } = observeModel(fallback, clock, observation);
  return {
    modelId,
    generate(...args) {
      observation.fallbackCalls += 1;
      return generate(...args);
    },
  };
}

/** Posts whose reads and writes are timed. */
export function observeStore(store: BlogStore, clock: Clock, observation: Observation): BlogStore {
  return {
    create: timed(store.create, clock, observation),
    read: timed(store.read, clock, observation),
  };
}

/** Records whose reads and writes are timed. */
export function observeRecords(records: RecordStore, clock: Clock, observation: Observation): RecordStore {
  return {
    read: timed(records.read, clock, observation),
    write: timed(records.write, clock, observation),
  };
}

/** An invocation that is counted once it is accepted. */
export function observeInvoke(invokeWorker: InvokeWorker, observation: Observation): InvokeWorker {
  return async (...args) => {
    await invokeWorker(...args);
    observation.handovers += 1;
  };
}

function timed<Args extends unknown[], T>(
  call: (...args: Args) => Promise<T>,
  clock: Clock,
  observation: Observation,
): (...args: Args) => Promise<T> {
  return async (...args) => {
    const startedAt = clock.now();
    try {
      return await call(...args);
    } finally {
      observation.storeMs += clock.now() - startedAt;
    }
  };
}
