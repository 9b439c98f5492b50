import { FunctionError } from './lambda-environment.ts';
import type { LocalFunction } from './lambda-function.ts';

/** An event that Lambda has accepted and answers for. */
interface AcceptedEvent {
  readonly functionName: string;
  readonly awsRequestId: string;
  readonly payload: unknown;
}

/**
 * What Lambda tells an on-failure destination.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export interface FailureRecord {
  readonly version: '1.0';
  readonly timestamp: string;
  readonly requestContext: {
    readonly requestId: string;
    readonly functionArn: string;
    readonly condition: 'RetriesExhausted' | 'EventAgeExceeded';
    readonly approximateInvokeCount: number;
  };
  readonly requestPayload: unknown;
  readonly responseContext: {
    readonly statusCode: 200;
    readonly executedVersion: '$LATEST';
    readonly functionError: 'Unhandled';
  };
  readonly responsePayload: { readonly errorType: string; readonly errorMessage: string };
}

export interface AsyncEventsOptions {
  /** The waits before the second and the third try, in milliseconds. Default a minute and two, which are Lambda's. */
  readonly retryDelaysMs?: readonly number[];
  /** An event older than this is not tried again, in milliseconds. Default one hour. */
  readonly maxEventAgeMs?: number;
  /** Told of each event that is given up. */
  readonly onFailure?: (record: FailureRecord) => void;
}

/** The events that functions were given without anybody waiting for them. */
export interface AsyncEvents {
  /** Runs an event soon, and again where it fails. */
  accept(event: AcceptedEvent, fn: LocalFunction): void;
  /** How many events are neither done nor given up. */
  readonly pending: number;
  /** Their payloads. */
  pendingPayloads(): readonly unknown[];
  /** Takes and retries nothing from now on; a run under way ends with its function. */
  close(): void;
}

/** Lambda's asynchronous invocation: each event at least once, on an error up to twice more with the same id. */
export function createAsyncEvents(options: AsyncEventsOptions = {}): AsyncEvents {
  const { retryDelaysMs = [60_000, 120_000], maxEventAgeMs = 60 * 60_000, onFailure } = options;
  const timers = new Set<NodeJS.Timeout>();
  const pending = new Set<{ readonly payload: unknown }>();
  let closed = false;

  const runAfter = (delayMs: number, run: () => Promise<void>): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      void run();
    }, delayMs);
    timers.add(timer);
  };

  const run = async (event: AcceptedEvent, fn: LocalFunction, acceptedAt: number, tries: number) => {
    try {
      await fn.invoke(event.payload, event.awsRequestId);
      pending.delete(event);
    } catch (error) {
      if (closed) return;
      const delayMs = retryDelaysMs[tries - 1];
      const tooOld = delayMs !== undefined && Date.now() + delayMs - acceptedAt > maxEventAgeMs;
      if (delayMs !== undefined && !tooOld) {
        runAfter(delayMs, () => run(event, fn, acceptedAt, tries + 1));
        return;
      }
      pending.delete(event);
      onFailure?.(toRecord(event, error, tries, tooOld ? 'EventAgeExceeded' : 'RetriesExhausted'));
    }
  };

  return {
    accept(accepted, fn) {
      if (closed) return;
      // Of its own: the same event may be delivered twice.
      const event = { ...accepted };
      pending.add(event);
      const acceptedAt = Date.now();
      runAfter(0, () => run(event, fn, acceptedAt, 1));
    },
    get pending() {
      return pending.size;
    },
    pendingPayloads: () => [...pending].map(({ payload }) => payload),
    close() {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}

function toRecord(
  { functionName, awsRequestId, payload }: AcceptedEvent,
  error: unknown,
  tries: number,
  condition: FailureRecord['requestContext']['condition'],
): FailureRecord {
  return {
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: awsRequestId,
      functionArn: `arn:aws:lambda:us-east-2:000000000000:function:${functionName}:$LATEST`,
      condition,
      approximateInvokeCount: tries,
    },
    requestPayload: payload,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: toResponsePayload(error),
  };
}

/** A function's error as Lambda answers it. */
export function toResponsePayload(error: unknown): FailureRecord['responsePayload'] {
  return error instanceof FunctionError
    ? { errorType: error.errorType, errorMessage: error.message }
    : { errorType: 'Runtime.Unknown', errorMessage: String(error) };
}
