import type { Clock } from '../clock.ts';
import { BlogFailure } from '../errors.ts';
import type { InvokeWorker } from '../job/hand-over.ts';
import type { TextModel } from '../post/blog.ts';
import type { BlogStore } from '../post/blog-store.ts';
import type { RecordStore } from '../records/records.ts';

/** What one request or run met and cost, gathered while it goes on. Times in milliseconds. */
export interface Observation {
  modelCalls: number;
  /** Of each model call, failed ones too. */
  modelMs: number[];
  /** In all calls of S3. */
  storeMs: number;
  throttles: number;
  /** Calls of the fallback model, which are among `modelCalls`. */
  fallbackCalls: number;
  promptTokens: number;
  generationTokens: number;
  handovers: number;
  /** What is left of the day's budget; absent where none is kept. */
  budgetTokensLeft?: number;
}

export function newObservation(): Observation {
  return {
    modelCalls: 0,
    modelMs: [],
    storeMs: 0,
    throttles: 0,
    fallbackCalls: 0,
    promptTokens: 0,
    generationTokens: 0,
    handovers: 0,
  };
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
    generate(request, signal) {
      observation.fallbackCalls += 1;
      return generate(request, signal);
    },
  };
}

/** Posts whose reads and writes are timed. */
export function observeStore(store: BlogStore, clock: Clock, observation: Observation): BlogStore {
  return {
    bucket: store.bucket,
    create: (...given) => timed(() => store.create(...given), clock, observation),
    read: (...given) => timed(() => store.read(...given), clock, observation),
  };
}

/** Records whose reads and writes are timed. */
export function observeRecords(records: RecordStore, clock: Clock, observation: Observation): RecordStore {
  return {
    read: (...given) => timed(() => records.read(...given), clock, observation),
    write: (...given) => timed(() => records.write(...given), clock, observation),
  };
}

/** An invocation that is counted once it is accepted. */
export function observeInvoke(invokeWorker: InvokeWorker, observation: Observation): InvokeWorker {
  return async (event, signal) => {
    await invokeWorker(event, signal);
    observation.handovers += 1;
  };
}

async function timed<T>(step: () => Promise<T>, clock: Clock, observation: Observation): Promise<T> {
  const startedAt = clock.now();
  try {
    return await step();
  } finally {
    observation.storeMs += clock.now() - startedAt;
  }
}
