import { expect, it } from 'vitest';
import { extractPost } from '../../../../lambda/core/post/extract-post.ts';
import { buildInstruction } from '../../../../lambda/core/post/prompt.ts';
import { endAtWholeSentence } from '../../../../lambda/core/post/whole-sentences.ts';
import { withDefaults } from '../../../../lambda/core/request/blog-request.ts';

const instruction = buildInstruction(withDefaults({ blogTopic: 'Bees' }));

/** Many times what it takes, and a fraction of what it would if the time grew with the square of the length. */
const limitMs = 2_000;
const length = 150_000;

function measure(read: (text: string) => unknown, unit: string): number {
  const text = `x${unit.repeat(length / unit.length)}`;
  const start = performance.now();
  read(text);
  read(text.slice(1));
  return performance.now() - start;
}

it.each([
  ...['[', '<|', '<s>', '<s> ', '</s>', '\nHuman', '\nHuman: ', 'Assistant: ', '<|eot_id|>', '.assistant\n'],
  ...['. Human: ', '. Human: Write a 2 words blog', '. ', '.', '. Human:  '],
  ...[
    '<|channel|>',
    'analysis',
    '<|channel|>analysis',
    '\n\nSystem: A',
    '\n\n',
    '*',
    '#',
    '`',
    'assistantfinal',
  ],
  ...['<s class="', `${instruction}\n`, '\nRobot: a\nHuman: b', 'assistant\n', 'user  ', 'assistantanalysis'],
  ...['<|START_THINKING|>', '<|START_THINKING|>a<|END_THINKING|>'],
])('150 kB of %j are cut in linear time', (unit) => {
  expect(measure(extractPost, unit)).toBeLessThan(limitMs);
});

it.each(['. ', '.', 'A. ', '! a ', '```\n', '.*', '\n', '# a?\n', '1. ', '."', '。', '.. ', '.)', 'a.b'])(
  '150 kB of %j are ended in a time that grows with their length',
  (unit) => {
    expect(measure(endAtWholeSentence, unit)).toBeLessThan(limitMs);
  },
);
