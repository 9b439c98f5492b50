import type { InvokeWorker } from '../core/job/hand-over.ts';
import type { TextModel } from '../core/post/blog.ts';
import type { RecordStore } from '../core/records/records.ts';
import type { Bucket } from './s3-bucket.ts';

/** Defers loading until the first use. The value is loaded once; only a failed load is retried. */
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

/** A bucket whose client is loaded on first use. */
export interface LazyBucket extends Bucket {
  /** Returns the model unchanged, except that the client loads while the model writes. */
  loadWhileWriting(model: TextModel): TextModel;
}

/** Creates a bucket that is opened on the first read or write. Failures are those of the bucket. */
export function createLazyBucket(region: string, name: string): LazyBucket {
  const open = lazily(async () => (await import('./s3-bucket.ts')).openBucket(region, name));
  const lazyRecords = (kind: 'records' | 'budgetRecords'): RecordStore => ({
    read: async (...args) => (await open())[kind].read(...args),
    write: async (...args) => (await open())[kind].write(...args),
  });
  return {
    posts: {
      create: async (...args) => (await open()).posts.create(...args),
      read: async (...args) => (await open()).posts.read(...args),
    },
    records: lazyRecords('records'),
    budgetRecords: lazyRecords('budgetRecords'),
    loadWhileWriting: (model) => ({
      ...model,
      generate(request, signal) {
        const generation = model.generate(request, signal);
        // A failure is reported when the bucket is used.
        open().catch(() => {});
        return generation;
      },
    }),
  };
}

/** Invokes the worker; the client is loaded with the first handover, because most requests have none. */
export function createLazyWorkerInvoker(region: string, functionName: string): InvokeWorker {
  const load = lazily(async () => {
    const { createLambdaClient, createWorkerInvoker } = await import('./worker-invoker.ts');
    return createWorkerInvoker(createLambdaClient(region), functionName);
  });
  return async (event, signal) => (await load())(event, signal);
}
