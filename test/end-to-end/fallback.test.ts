import { describe, expect, it } from 'vitest';
import { contracts } from '../lambda/core/model/families/contracts.ts';
import { type LocalStack, useLocalStack } from './local-stack.ts';

const first = 'us.meta.llama3-1-8b-instruct-v1:0';
const fallback = 'us.amazon.nova-lite-v1:0';
const stack = useLocalStack({ MODEL_ID: first, FALLBACK_MODEL_ID: fallback });

const firstThrottles: NonNullable<LocalStack['faults']['model']> = ({ modelId }) =>
  modelId === first ? { kind: 'error', name: 'ThrottlingException' } : undefined;
/** The model that the saved objects name in their metadata. */
const savedModels = () =>
  stack.s3Requests
    .filter(({ method, key }) => method === 'PUT' && key.startsWith('blog_output/'))
    .map(({ headers }) => headers['x-amz-meta-model-id']);

describe('the fallback model', () => {
  it('writes the post where the first throttles, each asked in the way of its family', async () => {
    stack.faults.model = firstThrottles;
    const { status, body } = await stack.post({ blog_topic: 'T' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ model_id: fallback, model_calls: 3 });
    expect(savedModels()).toEqual([fallback]);
    expect((await stack.get(`/blog/${body.blog_id}`)).body).toEqual(body);
    const llama = JSON.stringify(contracts['Llama with [INST]']?.body);
    const nova = JSON.stringify(contracts['Amazon Nova']?.body);
    expect(stack.modelCalls.map(({ modelId, body: sent }) => [modelId, sent])).toEqual([
      [first, llama],
      [first, llama],
      [fallback, nova],
    ]);
  });

  it('writes a promised post', async () => {
    stack.faults.model = firstThrottles;
    const { headers } = await stack.post({ blog_topic: 'T' }, { prefer: 'respond-async' });
    const written = await stack.outcome(headers.get('location') ?? '');
    expect(written).toMatchObject({ status: 200, body: { model_id: fallback, model_calls: 3 } });
    expect(savedModels()).toEqual([fallback]);
  });
});
