import { describe, expect, it } from 'vitest';
import { extractPost } from '../../../../lambda/core/post/extract-post.ts';

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
    '<s>[INST]Human: Write a 200 words blog on the topic Bees\nAssistant:[/INST]',
    'Human: Write a 200 words blog on the topic Bees\nAssistant: ',
    'Human: Write a 200 words blog on the topic Bees\n\n',
    'Write a 200 words blog on the topic Bees\n\n',
    'Write a 200 words blog on the topic Bees[/INST] ',
    `Write a 200 words blog on the topic ${'x'.repeat(464)}\n`,
    '**Write a 200 words blog on the topic Bees**\r\n',
    'Write a 200 words blog on the topic Bees\n\nAssistant: ',
    'Write a 200 words blog on the topic Bees\nAssistant: Write a 200 words blog on the topic Bees\nAssistant: ',
    '<|im_start|>user\nWrite a 200 words blog on the topic Bees<|im_end|>\n<|im_start|>assistant\n',
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
    `Write a 200 words blog on the topic Bees. ${'Bees are vital. '.repeat(40)}End.`,
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
    '[INST]Human: Write a 200 words blog on the topic Bees',
    'Write a 200 words blog on the topic Bees',
    '<|START_THINKING|>A post on bees, then.<|END_THINKING|>',
    '<|START_THINKING|>A post on',
  ])('can be the whole generation: %j', (generation) => {
    expect(extractPost(generation).text).toBe('');
  });
});
