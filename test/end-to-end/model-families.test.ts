import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { familyNames } from '../../lambda/core/model/families/family-table.ts';
import { buildInstruction } from '../../lambda/core/post/prompt.ts';
import { withDefaults } from '../../lambda/core/request/blog-request.ts';
import { readCalledModel } from '../../lib/local/bedrock/bedrock-stand-in.ts';
import { contracts } from '../lambda/core/model/families/contracts.ts';
import { type LocalStack, startLocalStack } from './local-stack.ts';
import { deployPostBlog } from './other-deployment.ts';

let stack: LocalStack;

beforeAll(async () => {
  stack = await startLocalStack();
});
afterAll(() => stack.close());

const llama = contracts['Llama with [INST]'];
const request = withDefaults({ blogTopic: 'T' });
const nativePrompt =
  `<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\n${buildInstruction(request)}<|eot_id|>` +
  '<|start_header_id|>assistant<|end_header_id|>\n\n';
const models = [
  ...Object.entries(contracts).map(([name, { modelId, body, read }]) => ({
    name,
    modelId,
    body,
    read,
    format: 'inst',
  })),
  {
    name: 'Llama with its native template',
    modelId: llama?.modelId ?? '',
    body: { ...llama?.body, prompt: nativePrompt },
    read: llama?.read ?? {},
    format: 'llama3',
  },
];

it('the models below are of every family', () => {
  const covered = models.map(({ modelId }) => readCalledModel(modelId).family);
  expect(new Set(covered)).toEqual(new Set(familyNames));
});

it.each(models)(
  '$name: the post is asked for as documented, and saved without anything else',
  async (model) => {
    stack.reset();
    const deployment = await deployPostBlog(stack, { MODEL_ID: model.modelId, PROMPT_FORMAT: model.format });
    onTestFinished(() => deployment.close());
    const { status, body } = await deployment.post({ blog_topic: 'T' });
    expect(status).toBe(200);
    expect(stack.modelCalls.map((call) => [call.modelId, call.body])).toEqual([
      [model.modelId, JSON.stringify(model.body)],
    ]);
    expect(body).toMatchObject({
      model_id: model.modelId,
      model_calls: 1,
      stop_reason: 'stop',
      truncated: false,
    });
    expect(body.generated_blog).toMatch(/^[^<>]*filler from a stand-in writer[^<>]*$/);
    expect(await readFile(join(stack.bucketDir, body.s3_key), 'utf8')).toBe(body.generated_blog);
    // Where the body counts no tokens the headers do.
    expect([body.prompt_token_count > 0, body.generation_token_count > 0]).toEqual([true, true]);
  },
);
