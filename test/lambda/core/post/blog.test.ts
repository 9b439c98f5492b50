import { describe, expect, it } from 'vitest';
import { llama as llamaOf } from '../../../../lambda/core/model/families/llama.ts';
import { readGeneration } from '../../../../lambda/core/post/blog.ts';
import { buildInstruction, restatesInstruction } from '../../../../lambda/core/post/prompt.ts';
import { withDefaults } from '../../../../lambda/core/request/blog-request.ts';

const topic = 'What is Diffusion Model and GANs';
const llama = llamaOf('meta.llama3-1-8b-instruct-v1:0', 'inst');
const about = { blogTopic: topic, modelId: 'm', modelCalls: 1 };

describe('the request to a Llama model', () => {
  it('is byte for byte the fixed prompt and body for a topic alone', () => {
    expect(JSON.stringify(llama.buildBody(withDefaults({ blogTopic: topic })))).toBe(
      '{"prompt":"<s>[INST]Human: Write a 200 words blog on the topic What is Diffusion Model and GANs\\nAssistant:[/INST]","max_gen_len":512,"temperature":0.5,"top_p":0.9}',
    );
  });

  it.each([
    [{ style: 'formal' }, ' in a formal style'],
    [{ tone: 'friendly' }, ' in a friendly tone'],
    [{ style: 'formal', tone: 'dry' }, ' in a formal style and a dry tone'],
  ])('with %j says "%s" after the topic', (manners, added) => {
    const plain = buildInstruction(withDefaults({ blogTopic: 'T' }));
    const { prompt } = llama.buildBody(withDefaults({ blogTopic: 'T', ...manners }));
    expect(prompt).toBe(`<s>[INST]Human: ${plain}${added}\nAssistant:[/INST]`);
  });

  it('names the number of words', () => {
    const [plain, short] = [{}, { wordCount: 90 }].map((fields) =>
      buildInstruction(withDefaults({ blogTopic: 'T', ...fields })),
    );
    expect(short).toBe(plain?.replace(' 200 ', ' 90 '));
  });

  it.each([{}, { wordCount: 50, style: 'formal' }, { style: 'formal', tone: 'dry' }])(
    'is recognized with %j where a model repeats it',
    (fields) => {
      const instruction = buildInstruction(withDefaults({ blogTopic: 'T', ...fields }));
      expect(restatesInstruction(instruction)).toBe(true);
    },
  );
});

describe('a generation', () => {
  it.each([
    ['length', 'Half a post', true],
    ['length', 'A whole post.[/INST][/INST]', false],
    ['length', 'A whole post.\n\nHuman: Write', false],
    ['length', '[/INST] Half a post', true],
    ['stop', 'A whole post.', false],
  ])('that stopped for %s as %j is truncated: %s', (stopReason, text, truncated) => {
    expect(readGeneration({ text, stopReason }, about).truncated).toBe(truncated);
  });

  it('that stopped for length ends at its last whole sentence; one that stopped by itself is unchanged', () => {
    const text = 'One. Two. Thr';
    expect(readGeneration({ text, stopReason: 'length' }, about)).toMatchObject({
      text: 'One. Two.',
      truncated: true,
    });
    expect(readGeneration({ text, stopReason: 'stop' }, about)).toMatchObject({ text, truncated: false });
  });

  it.each(['', '  \n', ' \n\u200b\t ', '[/INST]', '</s>', 'assistant', '[/INST] \u200b'])(
    'of %j is an empty generation',
    (text) => {
      expect(() => readGeneration({ text, stopReason: 'stop' }, about)).toThrow(
        expect.objectContaining({ kind: 'empty-generation' }),
      );
    },
  );

  it.each([
    ['length', expect.stringContaining('max_gen_len')],
    ['stop', undefined],
  ])('that is empty and stopped for %j has the hint %j', (stopReason, hint) => {
    expect(() => readGeneration({ text: '', stopReason }, about)).toThrow(
      expect.objectContaining({ kind: 'empty-generation', ...(hint && { hint }) }),
    );
  });

  it('is a post with what is known of it, and without the rest', () => {
    expect(readGeneration({ text: 'A post.', stopReason: 'stop' }, about)).toEqual({
      ...about,
      text: 'A post.',
      stopReason: 'stop',
      truncated: false,
    });
    const counted = { promptTokenCount: 31, generationTokenCount: 0 };
    expect(readGeneration({ text: 'A post.</s>', stopReason: 'stop', ...counted }, about)).toEqual({
      ...about,
      ...counted,
      text: 'A post.',
      stopReason: 'stop',
      truncated: false,
      leakedToken: '</s>',
    });
  });

  it('says if a guardrail masked a part of it', () => {
    const generation = { text: 'A post.', stopReason: 'stop' };
    expect(readGeneration({ ...generation, guardrail: 'masked' }, about)).toMatchObject({
      guardrail: 'masked',
    });
    expect(readGeneration(generation, about)).not.toHaveProperty('guardrail');
  });

  it('becomes well-formed, so that answer and file are the same', () => {
    expect(readGeneration({ text: 'bad \ud800 half', stopReason: 'stop' }, about).text).toBe(
      'bad \ufffd half',
    );
  });
});
