import { describe, expect, it } from 'vitest';
import type { LocalFunction } from '../../../../lib/local/lambda/lambda-function.ts';
import type { PendingEvent } from '../../../../lib/local/lambda/lambda-invoke-events.ts';
import {
  describeProgress,
  describeWriting,
  watchWriting,
} from '../../../../lib/local/models/writing-watch.ts';

function watch() {
  const clock = { now: 1_000 };
  const runs: PromiseWithResolvers<unknown>[] = [];
  const poster: LocalFunction = {
    invoke() {
      const run = Promise.withResolvers<unknown>();
      runs.push(run);
      return run.promise;
    },
    warm: async () => {},
    close: async () => {},
  };
  const { fn, startTimes } = watchWriting(poster, () => clock.now);
  const post = (topic: string) => fn.invoke({ body: JSON.stringify({ blog_topic: topic }) });
  return { clock, runs, fn, startTimes, post };
}

/** A job of the worker. */
const job = (slug: string, acceptedAt: number): PendingEvent => ({
  functionName: 'write-blog',
  awsRequestId: 'r',
  payload: { v: 1, blog_id: `20261122T160527123Z_${slug}` },
  acceptedAt,
});

describe('the posts that are being written', () => {
  it('are the requests under way, failed ones not', async () => {
    const { clock, startTimes, runs, post } = watch();
    const first = post('Bees');
    clock.now = 3_000;
    const second = post('Bees');
    expect(startTimes([])).toEqual([1_000, 3_000]);
    runs[0]?.resolve({ statusCode: 200 });
    await first;
    expect(startTimes([])).toEqual([3_000]);
    runs[1]?.reject(new Error('a crash'));
    await expect(second).rejects.toThrow('a crash');
    expect(startTimes([])).toEqual([]);
  });

  it('are one where a request waits for the worker, since the request came', async () => {
    const { clock, startTimes, runs, post } = watch();
    void post('Wasps');
    clock.now = 2_000;
    const waiting = post('What are bees?');
    const jobs = [job('What-are-bees', 9_000)];
    expect(startTimes(jobs).toSorted()).toEqual([1_000, 2_000]);
    runs[1]?.resolve({ statusCode: 202 });
    await waiting;
    expect(startTimes(jobs).toSorted()).toEqual([1_000, 9_000]);
  });

  it('are two where two requests of one topic wait for two jobs', () => {
    const { startTimes, post } = watch();
    void post('Bees');
    void post('Bees');
    expect(startTimes([job('Bees', 2_000), job('Bees', 2_000)])).toHaveLength(2);
  });

  it.each([
    ['none', undefined],
    ['no JSON', 'bees'],
    ['null', 'null'],
    ['a topic that is no text', '{"blog_topic":7}'],
  ])('take any body: %s', (_, body) => {
    const { startTimes, fn } = watch();
    void fn.invoke({ body });
    expect(startTimes([job('untitled', 2_000)])).toHaveLength(2);
  });

  it('know the topic of a body in base64', () => {
    const { startTimes, fn } = watch();
    const body = Buffer.from('{"blog_topic":"Bees"}').toString('base64');
    void fn.invoke({ body, isBase64Encoded: true });
    expect(startTimes([job('Bees', 2_000)])).toHaveLength(1);
  });
});

describe('what is said of them', () => {
  it.each([
    [[], undefined],
    [[99_500], undefined],
    [[88_000], '1 post is being written: 12 s'],
    [[88_000, 99_999], '2 posts are being written, the first of them for 12 s'],
  ])('with starts at %j is %s', (startTimes, text) => {
    expect(describeWriting(startTimes, 100_000)).toBe(text);
  });

  it.each([
    [[], undefined],
    [[{ text: '' }], undefined],
    [[{ text: 'Once' }], '1 word so far'],
    [[{ text: 'Once upon' }, { text: 'a time' }, { text: '', waitingFor: 'a slot' }], '4 words so far'],
    [[{ text: '', waitingFor: 'Loading model' }], 'waiting for the model server (Loading model)'],
  ])('where their texts are %j so far is %s', (texts, text) => {
    expect(describeProgress(texts)).toBe(text);
    expect(describeWriting([88_000], 100_000, text)).toBe(
      `1 post is being written: 12 s${text === undefined ? '' : `, ${text}`}`,
    );
  });
});
