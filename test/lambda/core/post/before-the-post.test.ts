import { describe, expect, it } from 'vitest';
import { extractPost } from '../../../../lambda/core/post/extract-post.ts';
import { buildInstPrompt, buildInstruction } from '../../../../lambda/core/post/prompt.ts';
import { withDefaults } from '../../../../lambda/core/request/blog-request.ts';

const request = withDefaults({ blogTopic: 'Bees' });
const instruction = buildInstruction(request);

describe('text before the post', () => {
  it.each([
    '<|start_header_id|>assistant<|end_header_id|>\n\n',
    '<|begin_of_text|><|start_header_id|>assistant<|end_header_id|>\n\n',
    '<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n',
    'assistant<|end_header_id|>\n\n',
    '<|start_header_id|>assistant\n\n',
    '<|header_start|>assistant<|header_end|>\n\n',
    '[/INST]',
    '</s>',
    '</s>[/INST] Assistant: ',
    '<s> ',
    '<|im_start|>assistant\n',
    '<|im_start|>assistant<|im_sep|>',
    '<start_of_turn>model\n',
    '<|turn>model\n',
    '<｜Assistant｜>',
    '<|assistant|>\n',
    '<|START_OF_TURN_TOKEN|><|CHATBOT_TOKEN|>',
    '<|START_THINKING|>A post on bees, then.\n<|END_THINKING|>',
    '<|CHATBOT_TOKEN|><|START_THINKING|><|END_THINKING|><|START_RESPONSE|>',
    '<|turn>model\n<|channel>thought\nA post on bees, then.\n<channel|>',
    '<|channel>thought\n<channel|>',
    '<|start_of_role|>assistant<|end_of_role|>',
    'assistant  </s>',
    'Assistant: ',
    'assistant:',
    'ASSISTANT: ',
    'Assistant：',
    'Assistant :\n',
    'Assistant\u00a0: ',
    '**Assistant\u202f:** ',
    '**Assistant:** ',
    '**Assistant**: ',
    '__Assistant:__ ',
    '*Assistant:* ',
    '### Assistant:\n',
    'AI Assistant: ',
    '  Assistant: Assistant: ',
    'assistant\n\n',
    'Assistant \r\n\r\n',
    '</s>Assistant\n',
    'ASSISTANT\n',
    'AI:\n\n',
    '**Human:**\n',
    'user\n\n',
    'model\n',
    '<|channel|>final<|message|>',
    '<|start|>assistant<|channel|>final<|message|>',
    'final<|message|>',
    buildInstPrompt(request),
    `Human: ${instruction}\nAssistant: `,
    `Human: ${instruction}\n\n`,
    `${instruction}\n\n`,
    `${instruction}[/INST] `,
    `${instruction.padEnd(500, 'x')}\n`,
    `**${instruction}**\r\n`,
    `${instruction}\n\nAssistant: `,
    `${instruction}\nAssistant: ${instruction}\nAssistant: `,
    `<|im_start|>user\n${instruction}<|im_end|>\n<|im_start|>assistant\n`,
  ])('is dropped: %j', (before) => {
    expect(extractPost(`${before}Bees are vital.`)).toEqual({ text: 'Bees are vital.' });
  });

  it.each([
    'Assistants are people too.',
    'Assistant professors teach.',
    'assistant by trade',
    'A human wrote this.',
    'Human: a word with a history.',
    'Human: A Word With a History\n\nIt comes from Latin.',
    'AI: friend or foe?',
    'User: the person in front.',
    'System: Of a Down',
    '**Assistant: a job**\n\nText',
    'assistant://open is a link',
    'analysis of bees',
    'Analysis\n\nBees',
    'Write a 200 words blog a day, they say.\n\nBees are vital.',
    `${instruction}. ${'Bees are vital. '.repeat(40)}End.`,
    'final <| pipes',
  ])('is kept if it belongs to the post: %j', (text) => {
    expect(extractPost(text)).toEqual({ text });
  });

  it('is kept if the topic begins with it', () => {
    expect(extractPost('Assistant: A Job\n\nText', 'assistant: a job').text).toBe('Assistant: A Job\n\nText');
    expect(extractPost('Assistant\n\nText', 'Assistant').text).toBe('Assistant\n\nText');
    expect(extractPost('Assistant: A Job\n\nText', 'Human: a history').text).toBe('A Job\n\nText');
  });

  it.each([
    '',
    ' \n',
    'assistant',
    'assistant\n',
    'Assistant:',
    '**Assistant:**',
    '<|start_header_id|>assistant<|end_header_id|>\n\n<|eot_id|>',
    '[/INST][/INST] [/INST]',
    `[INST]Human: ${instruction}`,
    instruction,
    '<|START_THINKING|>A post on bees, then.<|END_THINKING|>',
    '<|START_THINKING|>A post on',
    '<|channel>thought\nA post on bees, then.<channel|>',
    '<|channel>thought\nA post on',
  ])('can be the whole generation: %j', (generation) => {
    expect(extractPost(generation).text).toBe('');
  });
});
