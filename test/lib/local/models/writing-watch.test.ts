import { describe, expect, it } from 'vitest';
import type { LocalFunction } from '../../../../lib/local/lambda/lambda-function.ts';
import type { FailureRecord } from '../../../../lib/local/lambda/lambda-invoke-events.ts';
import { describeProgress, describeWriting } from '../../../../lib/local/models/describe-writing.ts';
import { watchWriting } from '../../../../lib/local/models/writing-watch.ts';

/** A function whose runs end when the test says so. */
function createRuns() {
  const runs: PromiseWithResolvers<unknown>[] = [];
  const fn: LocalFunction = {
    invoke() {
      const run = Promise.withResolvers<unknown>();
      runs.push(run);
      return run.promise;
    },
    warm: async () => {},
    close: async () => {},
  };
  return { fn, runs };
}

function watch() {
  const clock = { now: 1_000 };
  const writing = watchWriting(() => clock.now);
  const posts = createRuns();
  const jobs = createRuns();
  const poster = writing.poster(posts.fn);
  const worker = writing.worker(jobs.fn);
  return {
    clock,
    writing,
    posts: posts.runs,
    jobs: jobs.runs,
    post: (topic: string) => poster.invoke({ body: JSON.stringify({ blog_topic: topic }) }),
    /** A run of the worker that may be let fail without anybody looking. */
    job: (slug: string, requestId: string) =>
      worker.invoke({ v: 1, blog_id: `20261122T160527123Z_${slug}` }, requestId).catch(() => {}),
    poster,
  };
}

describe('the posts that are being written', () => {
  it('are the requests under way, failed ones not', async () => {
    const { clock, writing, posts, post } = watch();
    const first = post('Bees');
    clock.now = 3_000;
    const second = post('Bees');
    expect(writing.startTimes()).toEqual([1_000, 3_000]);
    posts[0]?.resolve({ statusCode: 200 });
    await first;
    expect(writing.startTimes()).toEqual([3_000]);
    posts[1]?.reject(new Error('a crash'));
    await expect(second).rejects.toThrow('a crash');
    expect(writing.startTimes()).toEqual([]);
  });

  it('are one where a request waits for the worker, since the request came', async () => {
    const { clock, writing, posts, jobs, post, job } = watch();
    const other = post('Wasps');
    clock.now = 2_000;
    const waiting = post('What are bees?');
    clock.now = 9_000;
    const working = job('What-are-bees', 'r1');
    expect(writing.startTimes().toSorted()).toEqual([1_000, 2_000]);
    posts[1]?.resolve({ statusCode: 202 });
    await waiting;
    expect(writing.startTimes().toSorted()).toEqual([1_000, 2_000]);
    jobs[0]?.resolve(undefined);
    await working;
    expect(writing.startTimes()).toEqual([1_000]);
    posts[0]?.resolve({ statusCode: 200 });
    await other;
    expect(writing.startTimes()).toEqual([]);
  });

  it('are two where two requests of one topic wait for two jobs', () => {
    const { writing, post, job } = watch();
    void post('Bees');
    void post('Bees');
    void job('Bees', 'r1');
    void job('Bees', 'r2');
    expect(writing.startTimes()).toHaveLength(2);
  });

  it('are so between the tries of a job, until it is given up', async () => {
    const { clock, writing, jobs, job } = watch();
    const firstTry = job('Bees', 'r1');
    jobs[0]?.reject(new Error('no model'));
    await firstTry;
    clock.now = 5_000;
    void job('Bees', 'r1');
    expect(writing.startTimes()).toEqual([1_000]);
    writing.givenUp({ requestContext: { requestId: 'r1' } } as FailureRecord);
    expect(writing.startTimes()).toEqual([]);
  });

  it.each([
    ['none', undefined],
    ['no JSON', 'bees'],
    ['null', 'null'],
    ['a topic that is no text', '{"blog_topic":7}'],
  ])('take any body: %s', (_, body) => {
    const { writing, poster, job } = watch();
    void poster.invoke({ body });
    void job('untitled', 'r1');
    expect(writing.startTimes()).toHaveLength(2);
  });

  it('know the topic of a body in base64', () => {
    const { writing, poster, job } = watch();
    const body = Buffer.from('{"blog_topic":"Bees"}').toString('base64');
    void poster.invoke({ body, isBase64Encoded: true });
    void job('Bees', 'r1');
    expect(writing.startTimes()).toHaveLength(1);
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
