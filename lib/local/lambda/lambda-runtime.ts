import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { Context } from 'aws-lambda';
import { useProxy } from '../../command/proxy.ts';
import { createGarbageCollector } from './small-heaps.ts';

/**
 * One execution environment of a function: loads the bundle once, then answers one event at a time. Runs as a
 * worker thread, so that each environment has its own modules and its own `process.env`.
 */

export interface RuntimeData {
  /** Absolute path of the bundle, which exports `handler`. */
  bundlePath: string;
}

export interface Invocation {
  /** As JSON. */
  event: string;
  awsRequestId: string;
  /** When Lambda would end the function, in milliseconds since 1970. */
  endsAt: number;
}

/** Sent once after loading, then once for each event, whose result it is as JSON. */
export type RuntimeAnswer = { result: string } | { errorType: string; errorMessage: string };

/** Garbage is collected after this number of events; V8 would wait until the heap is far larger. */
const eventsBetweenCollections = 25;

/** A handler of this service, with the properties of the context that it reads. */
type Handler = (
  event: unknown,
  context: Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>,
) => Promise<unknown>;

const { bundlePath } = workerData as RuntimeData;
const port = parentPort;
if (port === null) throw new Error('lambda-runtime.ts runs as a worker thread only');
const collectGarbage = createGarbageCollector();
const answer = (message: RuntimeAnswer): void => port.postMessage(message);

try {
  // Bedrock may be behind the developer's proxy.
  useProxy(process.env);
  const { handler } = (await import(pathToFileURL(bundlePath).href)) as { handler: Handler };
  let events = 0;
  port.on('message', async ({ event, awsRequestId, endsAt }: Invocation) => {
    events += 1;
    try {
      const getRemainingTimeInMillis = () => Math.max(0, endsAt - Date.now());
      const result = await handler(JSON.parse(event), { awsRequestId, getRemainingTimeInMillis });
      answer({ result: JSON.stringify(result ?? null) });
    } catch (error) {
      answer(toErrorAnswer(error));
    }
    if (events % eventsBetweenCollections === 0) collectGarbage();
  });
  answer({ result: 'null' });
} catch (error) {
  answer(toErrorAnswer(error));
}

function toErrorAnswer(error: unknown): RuntimeAnswer {
  return error instanceof Error
    ? { errorType: error.name, errorMessage: error.message }
    : { errorType: 'Error', errorMessage: String(error) };
}
