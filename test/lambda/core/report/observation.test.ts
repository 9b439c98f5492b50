import { expect, it } from 'vitest';
import { BlogFailure } from '../../../../lambda/core/errors.ts';
import type { Blog, Generation } from '../../../../lambda/core/post/blog.ts';
import type { BlogStore } from '../../../../lambda/core/post/blog-store.ts';
import type { RecordStore } from '../../../../lambda/core/records/records.ts';
import { Observation, observeModel, observeStore } from '../../../../lambda/core/report/observation.ts';
import { withDefaults } from '../../../../lambda/core/request/blog-request.ts';

const { signal } = new AbortController();
const request = withDefaults({ blogTopic: 'T' });
/** Every call takes 5 ms. */
function tickingClock() {
  let now = 0;
  return { now: () => (now += 5), after: () => () => {} };
}

it('calls of the model are counted and timed, failed ones too', async () => {
  const observation = new Observation();
  const failed = new BlogFailure('model-failed', 'x');
  const throttled = new BlogFailure('model-throttled', 'x');
  const counted = { text: 'x', stopReason: 'stop', promptTokenCount: 31, generationTokenCount: 260 };
  for (const answer of [throttled, counted, { text: 'x', stopReason: 'stop' }, failed, failed]) {
    const generate = async (): Promise<Generation> => {
      if (answer instanceof BlogFailure) throw answer;
      return answer;
    };
    const observed = observeModel({ modelId: 'm', generate }, tickingClock(), observation);
    expect(observed.modelId).toBe('m');
    const end = await observed.generate(request, signal).catch((error: unknown) => error);
    expect(end).toBe(answer);
  }
  expect(observation).toMatchObject({
    modelCalls: 5,
    modelMs: [5, 5, 5, 5, 5],
    counts: { FallbackCalls: 0, Throttles: 1, PromptTokens: 31, GenerationTokens: 260 },
  });
});

it('calls of the fallback model are counted among all', async () => {
  const observation = new Observation();
  const model = { modelId: 'f', generate: async () => ({ text: 'x', stopReason: 'stop' }) };
  await observeModel(model, tickingClock(), observation).generate(request, signal);
  await observeModel(model, tickingClock(), observation, true).generate(request, signal);
  expect(observation).toMatchObject({ modelCalls: 2, counts: { FallbackCalls: 1 } });
});

it('calls of S3 are timed together, failed ones too', async () => {
  const observation = new Observation();
  const down = () => Promise.reject(new Error('S3 is down'));
  const posts: BlogStore = { create: async () => 'created', read: down };
  const store = observeStore(posts, tickingClock(), observation);
  const memory: RecordStore = { read: async () => undefined, write: down };
  const records = observeStore(memory, tickingClock(), observation);
  expect(await store.create('x', {} as Blog, 'r', signal)).toBe('created');
  await expect(store.read('x', signal)).rejects.toThrow('S3 is down');
  await records.read('x', signal);
  await expect(records.write('x', '{}', undefined, signal)).rejects.toThrow('S3 is down');
  expect(observation.storeMs).toBe(20);
});
