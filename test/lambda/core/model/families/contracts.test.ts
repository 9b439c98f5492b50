import { describe, expect, it } from 'vitest';
import { chooseModel } from '../../../../../lambda/core/model/choose-model.ts';
import { buildInstruction } from '../../../../../lambda/core/post/prompt.ts';
import { withDefaults } from '../../../../../lambda/core/request/blog-request.ts';
import { contracts } from './contracts.ts';

const request = withDefaults({ blogTopic: 'T' });

describe.each(Object.entries(contracts))('%s', (_, contract) => {
  const { family } = chooseModel({ modelId: contract.modelId });

  it(`is sent what ${contract.page} asks for`, () => {
    expect(family.buildBody(request)).toEqual(contract.body);
    expect(family.buildBody(withDefaults({ blogTopic: 'T', topP: 0.8 }))).toEqual(contract.bodyWithTopP);
  });

  it('is asked with the instruction of the request, its style and tone', () => {
    const styled = withDefaults({ blogTopic: 'Bees', wordCount: 300, style: 'formal', tone: 'dry' });
    const body = JSON.stringify(family.buildBody(styled));
    expect(body).toContain(buildInstruction(styled));
    expect(body).toContain(':600');
  });

  it('is read with its counts, as far as it gives any', () => {
    expect(family.readBody(contract.answer)).toEqual(contract.read);
  });

  it.each(Object.entries(contract.stopReasons))('says %s as %s', (reason, read) => {
    expect(family.readBody(contract.stopped(reason)).stopReason).toBe(read);
  });

  it('says that its reason is unknown where it gives none', () => {
    expect(family.readBody(contract.stopped(undefined as never)).stopReason).toBe('unknown');
  });

  it.each([...contract.reasoned])('is read without its hidden reasoning from %j', (answer) => {
    expect(family.readBody(answer).text).toBe('Text');
  });

  it.each([...contract.reasoningAlone])('wrote nothing where it answers reasoning alone: %j', (answer) => {
    const { text, stopReason } = family.readBody(answer);
    expect([text.trim(), stopReason]).toEqual(['', 'length']);
  });

  it.each<[unknown]>([
    [null],
    [[]],
    ['text'],
    [7],
    [{}],
    [{ generation: 7 }],
    [{ outputs: [] }],
    [{ outputs: [{ text: null }] }],
    [{ output: { message: {} } }],
    [{ content: 'Text' }],
    [{ choices: [] }],
    [{ choices: [{ message: { content: 7 } }] }],
    [{ choices: [{ message: null }] }],
    ...Object.values(contracts)
      .filter(({ page }) => page !== contract.page && !sharesShape(page, contract.page))
      .map(({ answer }): [unknown] => [answer]),
  ])('has failed where it answers %j, which is not of its shape', (answer) => {
    expect(() => family.readBody(answer)).toThrow(
      expect.objectContaining({ kind: 'model-failed', hint: expect.stringContaining('modelFamily') }),
    );
  });
});

/** Those of chat completion answer alike. */
function sharesShape(page: string, other: string): boolean {
  const chat = /mistral-chat|openai|palmyra/;
  return chat.test(page) && chat.test(other);
}

describe('parts of an answer that are not the text', () => {
  const read = (modelId: string, answer: object) => chooseModel({ modelId }).family.readBody(answer);

  it('are left out, whatever fields they have', () => {
    const tool = { type: 'tool_use', id: 't', text: 'not the post' };
    const claude = contracts['Anthropic Claude']?.answer as { content: object[] };
    const answer = { ...claude, content: [tool, ...claude.content] };
    expect(read('us.anthropic.claude-haiku-4-5-20251001-v1:0', answer).text).toBe('Text');
  });

  it('may be none at all: then the answer is empty, not reasoning', () => {
    const nova = contracts['Amazon Nova']?.answer as { output: object };
    const empty = { ...nova, output: { message: { role: 'assistant', content: [] } } };
    expect(read('us.amazon.nova-lite-v1:0', empty).text).toBe('');
    const claude = { ...contracts['Anthropic Claude']?.answer, content: [] };
    expect(read('us.anthropic.claude-haiku-4-5-20251001-v1:0', claude).text).toBe('');
    const gpt = { choices: [{ message: { content: null }, finish_reason: 'stop' }] };
    expect(read('openai.gpt-oss-20b-1:0', gpt).text).toBe('');
  });

  it('may be what a post on tags begins with', () => {
    const answer = { choices: [{ message: { content: '<think> is a tag.' }, finish_reason: 'stop' }] };
    expect(read('openai.gpt-oss-20b-1:0', answer).text).toBe('<think> is a tag.');
  });

  it('may be a second word on why it stopped', () => {
    const answer = { choices: [{ message: { content: 'Text' }, finish_reason: 'length', stop_reason: 7 }] };
    expect(read('us.writer.palmyra-x5-v1:0', answer).stopReason).toBe('length');
  });
});

describe('a model whose own filter stopped it', () => {
  it.each([
    ['us.amazon.nova-lite-v1:0', contracts['Amazon Nova']?.stopped('content_filtered')],
    ['us.anthropic.claude-haiku-4-5-20251001-v1:0', contracts['Anthropic Claude']?.stopped('refusal')],
    ['openai.gpt-oss-20b-1:0', contracts['OpenAI gpt-oss']?.stopped('content_filter')],
  ])('(%s) is not asked again, and its text is not the post', (modelId, answer) => {
    expect(() => chooseModel({ modelId }).family.readBody(answer)).toThrow(
      expect.objectContaining({ kind: 'guardrail-intervened', worthAnotherCall: false }),
    );
  });
});

describe('a Llama model with its native template', () => {
  const instruction = buildInstruction(request);
  it.each([
    [
      'us.meta.llama3-1-8b-instruct-v1:0',
      `<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\n${instruction}<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n`,
    ],
    [
      'us.meta.llama4-scout-17b-instruct-v1:0',
      `<|begin_of_text|><|header_start|>user<|header_end|>\n\n${instruction}<|eot|><|header_start|>assistant<|header_end|>\n\n`,
    ],
  ])('(%s) is prompted with the tokens of its generation', (modelId, prompt) => {
    const { family } = chooseModel({ modelId, promptFormat: 'llama3' });
    expect(family.buildBody(request)).toEqual({ prompt, max_gen_len: 512, temperature: 0.5, top_p: 0.9 });
  });
});
