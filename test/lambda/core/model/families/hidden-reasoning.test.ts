import { describe, expect, it } from 'vitest';
import { chooseModel } from '../../../../../lambda/core/model/choose-model.ts';
import {
  findTemplateFaults,
  withoutReasoning,
} from '../../../../../lambda/core/model/families/hidden-reasoning.ts';
import { withDefaults } from '../../../../../lambda/core/request/blog-request.ts';

describe('hidden reasoning', () => {
  it.each([
    ['<think>Hm.</think>Text', 'Text'],
    ['\n <think>\nHm.\n</think>\n\nText', '\n\nText'],
    ['<reasoning>Hm.</reasoning>Text', 'Text'],
    ['[THINK]Hm.[/THINK]Text', 'Text'],
    ['<think>I end it with </think>, so.</think>Text', 'Text'],
    ['<think>One.</think><think>Two.</think>Text', 'Text'],
    ['<reasoning>A <b> and a </think>.</reasoning>Text', 'Text'],
    ['<think>Hm.</think>', ''],
    ['Hm.</think>\n\nText', '\n\nText'],
    ['I end it with </think>, so.</think>Text', 'Text'],
    ['Hm.[/THINK]Text', 'Text'],
    ['Hm.</reasoning>Text', 'Text'],
    ['I close it with `</think>` or "</think>".</think>Text', 'Text'],
    ['It opens with `<think>`.</think>Text', 'Text'],
    ['I call it "Bees"</think>Text', 'Text'],
    ['<think>Hm.</think>A `</think>` ends it.', 'A `</think>` ends it.'],
    ['[THINK]Hm.[/THINK]A “[/THINK]” ends it.', 'A “[/THINK]” ends it.'],
  ])('is left out of %j', (text, rest) => {
    expect(withoutReasoning(text, 'stop')).toBe(rest);
  });

  it.each([
    'Text',
    'Text on <think>, which </think> ends.',
    '<think> is a tag.',
    '<thinking>aloud</thinking>',
    'A [THINK] and a [/THINK]',
    'The closing `</think>` comes before the answer.',
    'The tag "</reasoning>" comes before the answer.',
  ])('is none in %j', (text) => {
    expect(withoutReasoning(text, 'stop')).toBe(text);
    if (!text.startsWith('<think> ')) expect(withoutReasoning(text, 'length')).toBe(text);
  });

  it.each(['<think>Hm', '<think>Hm.</think>', '<think>Hm.</think> \n', '[THINK]Hm'])(
    'is all there is in %j, which was cut off',
    (text) => {
      expect(withoutReasoning(text, 'length').trim()).toBe('');
    },
  );

  it('of DeepSeek-R1 ends with its last tag, which its template opened', () => {
    const { family } = chooseModel({ modelId: 'us.deepseek.r1-v1:0' });
    const text = 'I write </think> first.</think>\n\nText';
    expect(family.readBody({ choices: [{ text, stop_reason: 'stop' }] }).text).toBe('\n\nText');
  });

  it('of DeepSeek-R1 is none in a text that only quotes its tag', () => {
    const { family } = chooseModel({ modelId: 'us.deepseek.r1-v1:0' });
    const text = 'The closing `</think>` comes before the answer.';
    expect(family.readBody({ choices: [{ text, stop_reason: 'stop' }] }).text).toBe(text);
  });
});

describe('the tokens of a family in a topic', () => {
  it.each([
    ['mistral.mistral-7b-instruct-v0:2', 'The [TOOL_CALLS] of Mistral', '[TOOL_CALLS]'],
    ['mistral.mistral-large-2407-v1:0', 'The [available_tools] of Mistral', '[available_tools]'],
    ['us.deepseek.r1-v1:0', 'The <think> tag', '<think>'],
    ['us.deepseek.r1-v1:0', 'The </THINK> tag', '</THINK>'],
    ['openai.gpt-oss-20b-1:0', 'The <reasoning> tag', '<reasoning>'],
    ['us.writer.palmyra-x5-v1:0', 'The <start_of_turn> of Gemma', '<start_of_turn>'],
  ])('are refused where %s writes: %s', (modelId, blogTopic, token) => {
    expect(chooseModel({ modelId }).family.findFaults?.(withDefaults({ blogTopic }))).toEqual([
      {
        field: 'blog_topic',
        message: `must not contain tokens of the configured model; received "${token}"`,
      },
    ]);
  });

  it.each([
    'us.meta.llama3-1-8b-instruct-v1:0',
    'us.amazon.nova-lite-v1:0',
    'us.anthropic.claude-haiku-4-5-20251001-v1:0',
  ])('are words for %s', (modelId) => {
    const request = withDefaults({ blogTopic: 'The <think> tag and [TOOL_CALLS]' });
    expect(chooseModel({ modelId }).family.findFaults?.(request) ?? []).toEqual([]);
  });

  it('are found in each text of a request', () => {
    const request = withDefaults({ blogTopic: 'Bees', style: 'dry <think>', tone: '[/TOOL_RESULTS]' });
    expect(findTemplateFaults(request).map(({ field }) => field)).toEqual(['style', 'tone']);
    expect(
      findTemplateFaults(withDefaults({ blogTopic: 'I think (reasoning)', style: '[thoughts]' })),
    ).toEqual([]);
  });

  it('are reported beside what else the family refuses', () => {
    const { family } = chooseModel({ modelId: 'us.writer.palmyra-x5-v1:0' });
    const faults = family.findFaults?.(withDefaults({ blogTopic: '<think>', topP: 0 }));
    expect(faults?.map(({ field }) => field)).toEqual(['blog_topic', 'top_p']);
  });
});
