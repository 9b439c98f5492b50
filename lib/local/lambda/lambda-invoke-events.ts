import type { LocalFunction } from './lambda-function.ts';

/** An event that Lambda has accepted and not finished. */
export interface PendingEvent {
  readonly functionName: string;
  readonly awsRequestId: string;
  readonly payload: unknown;
  /** In milliseconds since 1970. */
  readonly acceptedAt: number;
}

/** What Lambda sends to an on-failure destination. */
export type FailureRecord = ReturnType<typeof toRecord>;

export interface AsyncEventsOptions {
  /** The waits before the second and the third try, in milliseconds. @default Lambda's: one minute and two */
  readonly retryDelaysMs?: readonly number[];
  /** Called with the record of each event whose last try failed. */
  readonly onFailure?: (record: FailureRecord) => void;
}

export interface AsyncEvents {
  /** Runs an event; retries it if it fails. */
  accept(event: Omit<PendingEvent, 'acceptedAt'>): void;
  pending(): readonly PendingEvent[];
  /** From now on nothing is accepted or retried; a run in progress ends with its function. */
  close(): void;
}

/** Lambda's asynchronous invocation: runs each event, and after an error up to twice more with the same id. */
export function createAsyncEvents(fn: LocalFunction, options: AsyncEventsOptions = {}): AsyncEvents {
  const { retryDelaysMs = [60_000, 120_000], onFailure } = options;
  const pending = new Set<PendingEvent>();
  let closed = false;

  const run = async (event: PendingEvent): Promise<void> => {
    for (let tries = 1; !closed; tries += 1) {
      try {
        await fn.invoke(event.payload, event.awsRequestId);
        pending.delete(event);
        return;
      } catch (error) {
        if (closed) return;
        const delayMs = retryDelaysMs[tries - 1];
        if (delayMs === undefined) {
          pending.delete(event);
          onFailure?.(toRecord(event, error as Error, tries));
          return;
        }
        // A pending retry does not keep the process alive.
        await new Promise((resolve) => setTimeout(resolve, delayMs).unref());
      }
    }
  };

  return {
    accept(accepted) {
      if (closed) return;
      const event = { ...accepted, acceptedAt: Date.now() };
      pending.add(event);
      void run(event);
    },
    pending: () => [...pending],
    close() {
      closed = true;
    },
  };
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
function toRecord({ functionName, awsRequestId, payload }: PendingEvent, error: Error, tries: number) {
  return {
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: awsRequestId,
      functionArn: `arn:aws:lambda:us-east-2:000000000000:function:${functionName}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: tries,
    },
    requestPayload: payload,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorType: error.name, errorMessage: error.message },
  };
}
