import type { InvokeWorker } from '../core/job/hand-over.ts';
import { lazily } from './lazily.ts';

/** Invokes the worker; the client is loaded with the first post that is handed over, which few requests are. */
export function createLazyWorkerInvoker(region: string, functionName: string): InvokeWorker {
  const load = lazily(async () => (await import('./worker-invoker.ts')).openWorker(region, functionName));
  return async (event, signal) => (await load())(event, signal);
}
