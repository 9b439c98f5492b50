import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endAtWholeSentence } from '../../../../lambda/core/post/whole-sentences.ts';

describe('a text that was cut off', () => {
  it.each([
    ['One. Two! Thr', 'One. Two!'],
    ['One. Two.', 'One. Two.'],
    ['One. Two.\n\n', 'One. Two.'],
    ['One. Two? Thr', 'One. Two?'],
    ['One.\nTwo', 'One.'],
    ['A title\n\nOne is 3.5 long. Two is', 'A title\n\nOne is 3.5 long.'],
    ['Costs fell. It costs 3.5', 'Costs fell.'],
    ['See example.com/a.b?c. Then', 'See example.com/a.b?c.'],
    ['One. See https://example.com/What?Yes', 'One.'],
    ['One. Two.Three four', 'One.'],
    ['It is a.b.c.d.txt here. Two', 'It is a.b.c.d.txt here.'],
  ])('%j ends as %j', (text, whole) => {
    expect(endAtWholeSentence(text)).toBe(whole);
  });

  it.each([
    ['He said “Yes.” Then he', 'He said “Yes.”'],
    ['He said "Yes!" Then he', 'He said "Yes!"'],
    ['One. "Really?" he ask', 'One.'],
    ['(It is so.) And', '(It is so.)'],
    ['[It is so.] And', '[It is so.]'],
    ['«Да.» И', '«Да.»'],
    ['**Bold.** And', '**Bold.**'],
    ['**“Bold.”** And', '**“Bold.”**'],
    ['_Thin._ And', '_Thin._'],
    ['Use `it.` And', 'Use `it.`'],
    ['~~Old.~~ And', '~~Old.~~'],
    ['第一句。”第二', '第一句。”'],
    ['「第一句。」第二', '「第一句。」'],
    ['One. Bees are great! 🐝 The', 'One. Bees are great!'],
    ['Eins. „Ja.“ Und', 'Eins. „Ja.“'],
    ['Eins. »Ja.« Und', 'Eins. »Ja.«'],
    ['Eins. Ja. »Und', 'Eins. Ja.'],
    ['« Oui. » Et', '« Oui. »'],
    ['Un. « Oui ! » Et', 'Un. « Oui ! »'],
    ['【はい。】そし', '【はい。】'],
    ['《是。》第二', '《是。》'],
    ['第一句。“第二', '第一句。'],
    ['第一句！”“第二', '第一句！”'],
    ['ひとつ。「ふた', 'ひとつ。'],
    ['ひとつ。「', 'ひとつ。'],
    ['ひとつ。（『ふた', 'ひとつ。'],
  ])('%j keeps the closing marks of its last sentence: %j', (text, whole) => {
    expect(endAtWholeSentence(text)).toBe(whole);
  });

  it.each([
    'Dr.',
    'Dr. Smith',
    'Mrs. J. Smith',
    'the U.S.',
    'the U.S. Senate',
    'Cats vs.',
    'Dhr. Jansen',
    'los EE. UU',
    'ок. 5',
    '5 млн. пчёл',
    'Cats vs. Dogs',
    'fruits, e.g.',
    'fruits, e.g. Apples',
    'i.e.',
    'At 5 p.m. The',
    'a Ph.D. Then',
    'Smith et al. Then',
    'see Fig.',
    'see Fig. 2',
    '(see No. 5',
    'St. Mary',
    'on Jan. 5',
    'Acme Inc. Its',
    'approx. 5',
    'z.B. Bienen',
    'bzw. Wespen',
    'Hr. Müller',
    'It costs 3.',
    'it costs 3.50. Then',
    'am 3. Mai',
    'im 19. Jahrhundert',
    'Hon. Smith',
    'the Dept. of',
    'ca. 5 Mio. Völker',
    'see https://example.',
    'see https://example.com/a. Then',
    'Messrs. Smith',
    'Maj. Tom',
    'gem. Abs. 2',
    'p. ej. Las',
    'Half of 2',
  ])('ends before the sentence with %j, which does not end it', (rest) => {
    expect(endAtWholeSentence(`Bees are vital. So ${rest}`)).toBe('Bees are vital.');
  });

  it.each([
    '1.',
    'Dr.',
    '\n\n2.',
    '\n\n2) ',
    '\n2. Milk',
    '\n- 2. Milk',
    '\n\n**2.**',
    '\n\n**2.** Milk',
    '\n\niv. Milk',
    '\n\n## 2.',
    '\n\n## 2. Milk',
    '\n\n## What is milk?\n\nIt',
    '\n\n### Milk! And how!\nIt',
    '\r\r## What is milk?\r\rIt',
    '\n\n```js\nfoo. Bar.\n',
    '\n\n~~~\nA. B',
    '\n\n```js\nfoo. Bar.\n```\n\nMil',
    '\n\n```js\nfoo. Bar.\n```\n\n~~~\nA. B',
    '\n\n---',
    '\n\n- Milk',
    '\n\n| a | b',
    '\n\n| It is. | So',
    '\n\n| a | b |\n|---|---|\n| It is. | So it is. |\n| A',
    '\n\nStep 2. Milk',
    '\n\n**Step 2.** Milk',
    '\n\n**What is milk?**\n\nIt',
    '\n\n**2. What is milk?**\r\nIt',
    '\n\n__What is milk?__\nIt',
  ])('ends before %j, which does not end a sentence', (rest) => {
    expect(endAtWholeSentence(`Bees are vital. ${rest}`)).toBe('Bees are vital.');
  });

  it.each([
    ['He said No. Then', 'He said No.'],
    ['Bees, wasps, etc. Then', 'Bees, wasps, etc.'],
    ['It was 1999.', 'It was 1999.'],
    ['In 2026.', 'In 2026.'],
    ['In 1066. Then', 'In 1066.'],
    ['There are 1000 of them. Th', 'There are 1000 of them.'],
    ['One.\n```\na. B\n```\nTwo. Thr', 'One.\n```\na. B\n```\nTwo.'],
    ['- Eggs are good.\n- Milk is', '- Eggs are good.'],
    ['3. First item. Second it', '3. First item.'],
    ['#hashtag is good. Th', '#hashtag is good.'],
    ['# Bees\nThey are vital. Th', '# Bees\nThey are vital.'],
    ['**They are vital.** Th', '**They are vital.**'],
    ['One.\n\n**Bees** are vital.\n\n**Th', 'One.\n\n**Bees** are vital.'],
    ['| a |\n|---|\n| b. |\n\nTwo. Thr', '| a |\n|---|\n| b. |\n\nTwo.'],
  ])('%j ends as %j, which only looks incomplete', (text, whole) => {
    expect(endAtWholeSentence(text)).toBe(whole);
  });

  it.each([
    ['पहला वाक्य है। दूसरा वा', 'पहला वाक्य है।'],
    ['ما هذا؟ هذا مق', 'ما هذا؟'],
    ['یہ ہے۔ وہ', 'یہ ہے۔'],
    ['第一句。第二', '第一句。'],
    ['本当！そう', '本当！'],
    ['本当？そう', '本当？'],
    ['Մեկ։ Երկ', 'Մեկ։'],
    ['Ἦλθε. Εἶδε', 'Ἦλθε.'],
    ['Он пришёл. Пот', 'Он пришёл.'],
    ['¡Sí! ¿Quién es? Es', '¡Sí! ¿Quién es?'],
    ['နေကောင်းလား။ သူ', 'နေကောင်းလား။'],
  ])('%j ends as %j', (text, whole) => {
    expect(endAtWholeSentence(text)).toBe(whole);
  });

  it.each([
    'นี่คือประโยคที่ไม่มีจุดจบ',
    'no sentence at all',
    'Dr. Smith',
    '# What is a bee?\n\nBees ar',
    'Wait… what',
    '```\na. B.\n',
    '',
  ])('is unchanged without a whole sentence: %j', (text) => {
    expect(endAtWholeSentence(text)).toBe(text);
  });

  it('is a prefix of itself, and is not shortened again', () => {
    const unit = fc.constantFrom(
      ...['a', 'B', ' ', '\n', '.', '!', '?', '"', '”', '*', '`', '#', '1', '。', '।', '```'],
      ...[' Dr', ' e.g', '(', ')'],
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 25 }), (units) => {
        const text = units.join('');
        const whole = endAtWholeSentence(text);
        expect(text.startsWith(whole)).toBe(true);
        if (whole !== text) expect(whole).toMatch(/\S$/);
        // But `3.` at its end could then be part of `3.5`.
        if (!/\d\.[\p{P}`]*$/u.test(whole)) expect(endAtWholeSentence(whole)).toBe(whole);
      }),
      { numRuns: 2_000 },
    );
  });
});
