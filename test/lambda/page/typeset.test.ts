import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeHtml, html } from '../../../lambda/page/markup.ts';
import { typeset } from '../../../lambda/page/typeset.ts';
import { xssTexts } from '../../xss-texts.ts';

/** Every tag that the typesetter may write, with every attribute. */
const allowed =
  /^<(?:\/?(?:p|h[1-6]|ul|li|em|strong|del|code|pre|blockquote|table|thead|tbody|tr|th|td|a|ol)|br \/|hr \/|(?:pre|table) tabindex="0"|code class="language-[^"<>]*"|ol start="\d+"|t[hd] align="(?:left|right|center)"|a href="(?:https?:|mailto:|ircs?:|xmpp:)?[^"<>]*"(?: title="[^"<>]*")?)>$/i;

function unexpectedTags(text: string): string[] {
  return (typeset(text).text.match(/<[^>]*>?/g) ?? []).filter((tag) => !allowed.test(tag));
}

function dangerousLinks(text: string): string[] {
  const links = typeset(text).text.matchAll(/href="([^"]*)"/g);
  return [...links]
    .map(([, href = '']) => href)
    .filter((href) => /^\s*(?:javascript|vbscript|data|blob|file):/i.test(href));
}

describe('a post typeset', () => {
  it.each([
    [
      'a heading and emphasis',
      '# Bees\n\nThey **are** *vital*.',
      '<h1>Bees</h1>\n<p>They <strong>are</strong> <em>vital</em>.</p>',
    ],
    ['a list', '1. honey\n2. wax', '<ol>\n<li>honey</li>\n<li>wax</li>\n</ol>'],
    [
      'emphasis between Japanese characters',
      '**蜂は大切です。**蜂は',
      '<p><strong>蜂は大切です。</strong>蜂は</p>',
    ],
    ['a link', '[x](https://example.com)', '<p><a href="https://example.com">x</a></p>'],
    ['HTML, which stays text', 'a <b>b</b>', '<p>a &lt;b&gt;b&lt;/b&gt;</p>'],
    [
      'code that can be reached with the keyboard',
      '```js\na<b\n```',
      '<pre tabindex="0"><code class="language-js">a&lt;b\n</code></pre>',
    ],
    ['text that is struck out', '~~wax~~ honey', '<p><del>wax</del> honey</p>'],
    ['ranges with single tildes as written', '5~10 and 20~30', '<p>5~10 and 20~30</p>'],
    [
      'an image as a link to it',
      '![A *bee*](https://example.com/x.png "t")',
      '<p><a href="https://example.com/x.png">A bee</a></p>',
    ],
    [
      'an image without a description as its address',
      '![](https://example.com/x.png)',
      '<p><a href="https://example.com/x.png">https://example.com/x.png</a></p>',
    ],
    [
      'an image in a link as its description',
      '[see ![a bee](x.png)](https://example.com) ![wax](y.png)',
      '<p><a href="https://example.com">see a bee</a> <a href="y.png">wax</a></p>',
    ],
    [
      'a link within the post, which has no targets, as text',
      '[*How* to help](#how "t") and [x](y#z)',
      '<p><em>How</em> to help and <a href="y#z">x</a></p>',
    ],
    ['an unsafe link as text', '[x](javascript:alert(1)) ![y](data:,)', '<p>x y</p>'],
  ])('has %s', (_, markdown, expected) => {
    expect(typeset(markdown).text).toBe(expected);
  });

  it('has the table of a model in columns', () => {
    expect(typeset('| a | b |\n|---|---|\n| 1 | 2 |').text).toMatch(
      /^<table tabindex="0">[\s\S]*<td>2<\/td>/,
    );
  });

  it.each(xssTexts.map((text) => [text]))('lets nothing through of %j', (text) => {
    expect([unexpectedTags(text), dangerousLinks(text)]).toEqual([[], []]);
  });

  it('lets no markup through of any text', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...xssTexts,
        ...['<', '>', '"', "'", '&', '`', '[', '](', ')', '\n\n', '    ', '|', '#', '* ', '\\'],
        ...['&lt;', 'javascript:'],
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        expect([unexpectedTags(text), dangerousLinks(text)]).toEqual([[], []]);
      }),
    );
  });

  it('takes the deepest nesting that a post can hold', () => {
    expect(typeset('>'.repeat(5_000)).text).toContain('<blockquote>');
    expect(typeset(`${'*'.repeat(5_000)}a`).text).toContain('a');
    expect(typeset('['.repeat(5_000)).text).toContain('[');
  });
});

describe('the html template', () => {
  it('makes text of every value, and keeps markup', () => {
    expect(
      html`<p title="${'"x\''}">${'<b>&'} ${html`<b>${1}</b>`} ${[html`<i></i>`, 'a<']} ${undefined}${false}</p>`
        .text,
    ).toBe('<p title="&#34;x&#39;">&#60;b&#62;&#38; <b>1</b> <i></i>a&#60; </p>');
  });

  it('leaves no character of any text that could end its place', () => {
    fc.assert(fc.property(fc.string(), (text) => !/[<>"']/.test(escapeHtml(text))));
  });
});
