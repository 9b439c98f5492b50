import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FunctionError } from '../../../../lib/local/lambda/lambda-environment.ts';
import {
  type AsyncEventsOptions,
  createAsyncEvents,
  type FailureRecord,
} from '../../../../lib/local/lambda/lambda-invoke-events.ts';
import { keepFailedJob } from '../../../../lib/local/lambda/unfinished-jobs.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { fakeFunction } from './lambda-invoke-fixture.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const event = { functionName: 'worker', awsRequestId: 'id-1', payload: { blog_id: 'x', v: 1 } };

/** Fails so often, then goes well. */
function failing(times: number) {
  return fakeFunction((_, run) => {
    if (run <= times) throw new FunctionError('StoreError', `S3 is down, run ${run}`);
    return 'done';
  });
}

function start(times: number, options: AsyncEventsOptions = {}) {
  const { fn, runs } = failing(times);
  const failures: FailureRecord[] = [];
  const events = createAsyncEvents(fn, { onFailure: (record) => failures.push(record), ...options });
  return { events, runs, failures };
}

describe('an event that is accepted', () => {
  it('is run once where that goes well', async () => {
    const { events, runs, failures } = start(0);
    events.accept(event);
    await vi.runAllTimersAsync();
    expect(runs.map(({ event: payload }) => payload)).toEqual([event.payload]);
    expect([failures, events.pending()]).toEqual([[], []]);
  });

  it('is run again a minute and two minutes after an error, with the same id', async () => {
    const { events, runs, failures } = start(2);
    const acceptedAt = Date.now();
    events.accept(event);
    await vi.runAllTimersAsync();
    expect(runs.map(({ at, awsRequestId }) => [at - acceptedAt, awsRequestId])).toEqual([
      [0, 'id-1'],
      [60_000, 'id-1'],
      [180_000, 'id-1'],
    ]);
    expect([failures, events.pending()]).toEqual([[], []]);
  });

  it('is given up after three errors, with a record as a destination gets it', async () => {
    const { events, runs, failures } = start(9);
    events.accept(event);
    await vi.runAllTimersAsync();
    expect(runs).toHaveLength(3);
    expect(events.pending()).toEqual([]);
    expect(failures).toEqual([
      {
        version: '1.0',
        timestamp: new Date().toISOString(),
        requestContext: {
          requestId: 'id-1',
          functionArn: 'arn:aws:lambda:us-east-2:000000000000:function:worker:$LATEST',
          condition: 'RetriesExhausted',
          approximateInvokeCount: 3,
        },
        requestPayload: event.payload,
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        responsePayload: { errorType: 'StoreError', errorMessage: 'S3 is down, run 3' },
      },
    ]);
  });

  it('is not run again when the stand-in is closed, and none is accepted', async () => {
    const { events, runs, failures } = start(9);
    events.accept(event);
    await vi.advanceTimersByTimeAsync(10);
    events.close();
    events.accept(event);
    await vi.runAllTimersAsync();
    expect(runs).toHaveLength(1);
    expect([failures, events.pending()]).toMatchObject([[], [event]]);
  });
});

describe('a job that is given up', () => {
  it('is kept as a file and logged in one line', async () => {
    vi.useRealTimers();
    const dataDir = await temporaryFolder();
    const { events, failures } = start(9, { retryDelaysMs: [] });
    events.accept(event);
    await expect.poll(() => failures.length).toBe(1);
    const record = failures[0] as FailureRecord;
    let logged = '';
    await keepFailedJob(record, dataDir, (text) => (logged += text));
    const file = join(dataDir, 'failed-jobs/id-1.json');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(record);
    expect(logged).toBe(
      `A job failed once and is given up: StoreError: S3 is down, run 1 (kept in ${file})\n`,
    );
  });
});
