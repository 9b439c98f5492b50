import { expect, it } from 'vitest';
import { endAtWholeSentence } from '../../../../lambda/core/post/whole-sentences.ts';

it.each([
  ['One. Two! Thr', 'One. Two!'],
  ['One. Two.', 'One. Two.'],
  ['A title\n\nOne is 3.5 long. Two is', 'A title\n\nOne is 3.5 long.'],
  ['He said “Yes.” Then he', 'He said “Yes.”'],
  ['**Bold.** And', '**Bold.**'],
  ['पहला वाक्य है। दूसरा वा', 'पहला वाक्य है।'],
  ['ما هذا؟ هذا مق', 'ما هذا؟'],
  ['第一句。第二', '第一句。'],
  ['นี่คือประโยคที่ไม่มีจุดจบ', 'นี่คือประโยคที่ไม่มีจุดจบ'],
  ['One. That is, e.g. this', 'One.'],
  ['no sentence at all', 'no sentence at all'],
  ['', ''],
])('%j that was cut off ends as %j', (text, whole) => {
  expect(endAtWholeSentence(text)).toBe(whole);
});
