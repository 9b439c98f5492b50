import { describe, expect, test } from 'vitest';
import { buildInstPrompt, buildInstruction } from '../../../../lambda/core/post/prompt.ts';
import { countWords } from '../../../../lambda/core/post/word-count.ts';
import { withDefaults } from '../../../../lambda/core/request/blog-request.ts';
import { type AskedPost, readPrompt } from '../../../../lib/local/models/stand-in-prompt.ts';
import { createStandInWriter } from '../../../../lib/local/models/stand-in-writer.ts';
import { estimateTokens } from '../../../../lib/local/models/writer.ts';

const topics = [
  'What is Diffusion Model and GANs',
  'कृत्रिम बुद्धिमत्ता क्या है और यह हमारे दैनिक जीवन को कैसे बदल रही है',
  'ปัญญาประดิษฐ์คืออะไรและทำงานอย่างไรในชีวิตประจำวันของเรา',
  'ما هو الذكاء الاصطناعي وكيف يغير حياتنا اليومية',
  '😀'.repeat(200),
  'a b '.repeat(50).trim(),
  'x'.repeat(200),
];

const promptFor = (blogTopic: string, wordCount = 200, manners: { style?: string; tone?: string } = {}) =>
  buildInstPrompt(withDefaults({ blogTopic, wordCount, ...manners }));
const about = { blogTopic: 'tea', wordCount: 80 };
const plain = buildInstruction(about);
const styled = buildInstruction({ ...about, style: 'dry', tone: 'warm' });

function write(prompt: string, maxGenLen = 2_048) {
  return createStandInWriter().write(
    { prompt, raw: true, maxGenLen, temperature: 0.5, topP: 0.9 },
    new AbortController().signal,
  );
}

describe('a post of the stand-in writer', () => {
  test.each(topics)('has about the asked number of words, at every length, on %s', async (topic) => {
    for (let words = 50; words <= 1_000; words += 19) {
      const { generation, stopReason } = await write(promptFor(topic, words));
      expect(stopReason).toBe('stop');
      expect(Math.abs(countWords(generation) - words) / words).toBeLessThanOrEqual(0.15);
    }
  });

  test('names the topic in its title and says in its first sentence what it is', async () => {
    const { generation } = await write(promptFor('What is Diffusion Model and GANs'));
    const [title, opening, ...rest] = generation.split('\n\n');
    expect(title).toContain('What is Diffusion Model and GANs');
    expect(opening).toMatch(/stand-in.*not the work of a language model/);
    expect(rest.length).toBeGreaterThanOrEqual(3);
  });

  test.each([200, 1_000])('of %i words says nothing twice', async (words) => {
    for (const topic of topics) {
      const { generation } = await write(promptFor(topic, words));
      const sentences = generation.split(/(?<=[.?])\s+/);
      expect(new Set(sentences).size).toBe(sentences.length);
    }
  });

  test('is the same for the same prompt and another for another', async () => {
    const [first, again, other] = [
      await write(promptFor('a')),
      await write(promptFor('a')),
      await write(promptFor('b')),
    ];
    expect(again).toEqual(first);
    expect(other.generation.split('\n\n').slice(2)).not.toEqual(first.generation.split('\n\n').slice(2));
  });

  test('is cut at max_gen_len, and says so', async () => {
    const cut = await write(promptFor('😀😀', 1_000), 10);
    expect(cut).toMatchObject({ stopReason: 'length', generationTokenCount: 10 });
    expect([...cut.generation]).toHaveLength(40);
  });

  test('fits the max_gen_len that the service gives its length', async () => {
    for (const topic of topics) {
      for (const words of [50, 256, 1_000]) {
        const { generationTokenCount } = await write(promptFor(topic, words));
        expect(generationTokenCount).toBeLessThanOrEqual(Math.max(512, 2 * words));
      }
    }
  });

  test('counts the tokens of the prompt', async () => {
    const prompt = promptFor('a');
    expect((await write(prompt)).promptTokenCount).toBe(estimateTokens(prompt));
  });

  test('admits that it keeps to no style or tone', async () => {
    const { generation } = await write(promptFor('tea in a formal style and a friendly tone'));
    expect(generation).toContain('It cannot write in the requested manner: formal and friendly.');
  });
});

describe('the instruction in a prompt', () => {
  test.each<[string, AskedPost]>([
    [promptFor('tea'), { topic: 'tea', wordCount: 200, manners: [] }],
    [promptFor('tea', 50, { style: 'dry' }), { topic: 'tea', wordCount: 50, manners: ['dry'] }],
    [promptFor('tea', 200, { tone: 'warm' }), { topic: 'tea', wordCount: 200, manners: ['warm'] }],
    [
      promptFor('tea', 200, { style: 'dry', tone: 'warm' }),
      { topic: 'tea', wordCount: 200, manners: ['dry', 'warm'] },
    ],
    [
      promptFor('life in a village', 200, { style: 'dry' }),
      { topic: 'life in a village', wordCount: 200, manners: ['dry'] },
    ],
    [promptFor('life in a village'), { topic: 'life in a village', wordCount: 200, manners: [] }],
    [
      `<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\n${plain}<|eot_id|>`,
      { topic: 'tea', wordCount: 80, manners: [] },
    ],
    ...[
      styled,
      `<s>[INST] ${styled} [/INST]`,
      `<|begin_of_text|><|header_start|>user<|header_end|>\n\n${styled}<|eot|>`,
      `<｜begin▁of▁sentence｜><｜User｜>${styled}<｜Assistant｜><think>\n`,
    ].map((prompt): [string, AskedPost] => [
      prompt,
      { topic: 'tea', wordCount: 80, manners: ['dry', 'warm'] },
    ]),
    [
      '<｜User｜>Why is the sky blue?<｜Assistant｜><think>\n',
      { topic: 'Why is the sky blue?', wordCount: 200, manners: [] },
    ],
    [
      '<s>[INST] Why is the sky blue? [/INST]',
      { topic: 'Why is the sky blue?', wordCount: 200, manners: [] },
    ],
    ['', { topic: 'nothing in particular', wordCount: 200, manners: [] }],
  ])('%j is understood', (prompt, asked) => {
    expect(readPrompt(prompt)).toEqual(asked);
  });
});
