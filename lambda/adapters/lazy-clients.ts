import type { InvokeWorker } from '../core/job/hand-over.ts';
import type { TextModel } from '../core/post/blog.ts';
import type { RecordStore } from '../core/records/records.ts';
import type { Bucket } from './s3-bucket.ts';

/** A bucket whose client is loaded on first use. */
export interface LazyBucket extends Bucket {
  /** Returns the model unchanged, except that the client loads while the model writes. */
  loadWhileWriting(model: TextModel): TextModel;
}

/** Creates a bucket that is opened on the first read or write. Failures are those of the bucket. */
export function createLazyBucket(region: string, name: string): LazyBucket {
  let bucket: Bucket | undefined;
  const open = async (): Promise<Bucket> => {
    // Even of a loaded module, `import` takes a noticeable part of the CPU of a warm post.
    if (bucket !== undefined) return bucket;
    const { createS3Client, openBucket } = await import('./s3-bucket.ts');
    bucket ??= openBucket(createS3Client(region), name);
    return bucket;
  };
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
  let invokeWorker: InvokeWorker | undefined;
  return async (...args) => {
    const { createLambdaClient, createWorkerInvoker } = await import('./worker-invoker.ts');
    invokeWorker ??= createWorkerInvoker(createLambdaClient(region), functionName);
    return invokeWorker(...args);
  };
}
