import type { InvokeWorker } from '../core/job/hand-over.ts';
import type { TextModel } from '../core/post/blog.ts';
import type { RecordStore } from '../core/records/records.ts';
import type { Bucket } from './s3-bucket.ts';

/**
 * Puts off loading something until it is first asked for. It is loaded once; only a failure to load is followed by
 * another try.
 *
 * @example
 * const words = lazily(async () => (await import('./words.ts')).words);
 * (await words()).length;
 */
export function lazily<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}

/** A bucket whose client is not loaded before it is needed. */
export interface LazyBucket extends Bucket {
  /** The same model; while it writes, the client is loaded, which only its answer will need. */
  loadWhileWriting(model: TextModel): TextModel;
}

/** A bucket that is opened when something of it is first read or written. Failures are those of the bucket. */
export function createLazyBucket(region: string, name: string): LazyBucket {
  const open = lazily(async () => (await import('./s3-bucket.ts')).openBucket(region, name));
  const lazyRecords = (kind: 'records' | 'budgetRecords'): RecordStore => ({
    read: async (...given) => (await open())[kind].read(...given),
    write: async (...given) => (await open())[kind].write(...given),
  });
  return {
    posts: {
      bucket: name,
      create: async (...given) => (await open()).posts.create(...given),
      read: async (...given) => (await open()).posts.read(...given),
    },
    records: lazyRecords('records'),
    budgetRecords: lazyRecords('budgetRecords'),
    loadWhileWriting: (model) => ({
      ...model,
      generate(request, signal) {
        const generation = model.generate(request, signal);
        // A failure shows where the bucket is needed.
        open().catch(() => {});
        return generation;
      },
    }),
  };
}

/** Invokes the worker; the client is loaded with the first post that is handed over, which few requests are. */
export function createLazyWorkerInvoker(region: string, functionName: string): InvokeWorker {
  const load = lazily(async () => (await import('./worker-invoker.ts')).openWorker(region, functionName));
  return async (event, signal) => (await load())(event, signal);
}
