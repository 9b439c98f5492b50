import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LocalStack, startLocalStack } from '../end-to-end/local-stack.ts';
import { xssTexts } from '../xss-texts.ts';
import {
  accessibilityFaults,
  askFor,
  expectNoSidewaysScroll,
  shownPost,
  useBrowser,
} from './browser-page.ts';

const openTab = useBrowser();
let stack: LocalStack;

beforeAll(async () => {
  stack = await startLocalStack();
});
beforeEach(() => stack.reset());
afterAll(() => stack?.close());

const phone = { viewport: { width: 320, height: 640 } };

/** Saves a text as the post on a topic. @returns the address of the post */
async function savePost(text: string, topic = 'A topic'): Promise<string> {
  const body = { generation: text, prompt_token_count: 9, generation_token_count: 9, stop_reason: 'stop' };
  stack.faults.model = () => ({ kind: 'answer', body });
  const { status, headers } = await stack.post({ blog_topic: topic });
  expect(status).toBe(200);
  return `${stack.url}${headers.get('location')}`;
}

/** A property of the computed style of each element. */
const stylesOf = (page: Page, selector: string, property: string): Promise<string[]> =>
  page.evaluate(
    `[...document.querySelectorAll('${selector}')].map((element) => getComputedStyle(element).${property})`,
  );

describe('the page of a post', () => {
  it.each([
    [
      'Markdown',
      '# Bees\n\nBees **are** vital:\n\n1. honey\n2. wax\n\n> Save them.\n\n```js\nbuzz();\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |',
    ],
    ['long words', `${'Donaudampfschifffahrtsgesellschaft'.repeat(20)}\n\n    ${'x'.repeat(500)}`],
    ['a wide table', `|${' a wide column |'.repeat(30)}\n|${'---|'.repeat(30)}\n|${' 1 |'.repeat(30)}`],
    ['Arabic', '# النحل\n\nالنحل مهم.\n\n- عسل\n- شمع'],
    ['Japanese', '# 蜂\n\n**蜂は大切です。**蜂は花粉を運びます。'],
    ['Hindi', '# मधुमक्खी\n\nमधुमक्खियाँ महत्वपूर्ण हैं।'],
  ])('reads well with %s, on a phone too, by day and by night', async (_, text) => {
    const url = await savePost(text);
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, offences } = await openTab(url, { ...phone, colorScheme });
      await expectNoSidewaysScroll(page);
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await page.locator('h1').count()).toBe(1);
      expect(offences).toEqual([]);
      await page.context().close();
    }
  });

  it('breaks no word in a table, which scrolls on a phone', async () => {
    const { page } = await openTab(
      await savePost(
        '| Bee | Work |\n|---|---|\n| Worker | pollinates, defends, builds, and whatever else there is |',
      ),
      phone,
    );
    const linesOf =
      'Promise.resolve([...document.querySelectorAll("td")].map((cell) => {' +
      'const word = document.createRange(); word.setStart(cell.firstChild, 0); word.setEnd(cell.firstChild, 6);' +
      'return word.getClientRects().length; }))';
    expect(await page.evaluate(linesOf)).toEqual([1, 1]);
    await expectNoSidewaysScroll(page);
  });

  it('prints long lines of code and wide tables whole', async () => {
    const table = `|${' Bestäubungsleistung |'.repeat(12)}\n|${'---|'.repeat(12)}\n|${' 1 |'.repeat(12)}`;
    const { page } = await openTab(await savePost(`\`\`\`\n${'buzz '.repeat(60)}\n\`\`\`\n\n${table}`), {
      viewport: { width: 700, height: 990 },
    });
    const cutOff =
      'Promise.resolve(["pre", "table"].filter((tag) => { const box = document.querySelector(tag);' +
      'return box.scrollWidth > box.clientWidth; }))';
    expect(await page.evaluate(cutOff)).toEqual(['pre', 'table']);
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate(cutOff)).toEqual([]);
  });

  it('sets an Arabic post from right to left, and the code in it from left to right', async () => {
    const { page } = await openTab(await savePost('# النحل\n\nالنحل `a` مهم.\n\n```js\nbuzz();\n```'));
    expect(await stylesOf(page, 'article, article code', 'direction')).toEqual(['rtl', 'ltr', 'ltr']);
  });

  it('aligns the columns of a table as written', async () => {
    const { page } = await openTab(await savePost('|a|b|c|\n|---|:-:|--:|\n|1|2|3|'));
    // Chromium's names of the values that the attribute sets.
    const columns = ['start', '-webkit-center', '-webkit-right'];
    expect(await stylesOf(page, 'th, td', 'textAlign')).toEqual([...columns, ...columns]);
  });

  it('sets no heading smaller than the text', async () => {
    const { page } = await openTab(await savePost('#### Four\n\n##### Five\n\n###### Six\n\nText.'));
    const sizes = (await stylesOf(page, 'h4, h5, h6, article p', 'fontSize')).map(Number.parseFloat);
    expect(Math.min(...sizes)).toBe(sizes.at(-1));
  });

  it('says that a post is being written, and turns into the post by itself', async () => {
    stack.faults.invoke = () => ({ kind: 'dropped' });
    const { headers } = await stack.post({ blog_topic: 'T' }, { prefer: 'respond-async' });
    const { page, offences } = await openTab(`${stack.url}${headers.get('location')}`);
    expect(await page.innerText('h1')).toBe('Your post is being written');
    expect(await accessibilityFaults(page)).toEqual([]);
    // Nobody writes it; what the page hears of its address is what makes it load anew.
    const looks: string[] = [];
    await page.route('**/blog/*', (route) => {
      const { accept = '' } = route.request().headers();
      looks.push(accept);
      return accept === 'application/json' && looks.length > 1
        ? route.fulfill({ status: 200, contentType: 'application/json', body: '{}' })
        : route.continue();
    });
    await page.waitForEvent('framenavigated', { timeout: 30_000 });
    expect(looks).toEqual(['application/json', 'application/json', expect.stringMatching(/^text\/html/)]);
    expect(offences).toEqual([]);
  });

  it('is a problem with its status where there is no such post', async () => {
    const { page } = await openTab(stack.url);
    const response = await page.goto(`${stack.url}/blog/20260101T000000000Z_nothing`);
    expect(response?.status()).toBe(404);
    expect(await page.innerText('h1')).toBe('There is no such post');
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});

describe('what somebody else wrote', () => {
  it('stays text on the page of a post, on the page to write on, and in the list', async () => {
    const text = xssTexts.join('\n\n');
    const topic = '"><img src=x onerror=alert(1)></title><script>alert(2)</script>';
    const { page, offences } = await openTab(await savePost(text, topic));
    const inspect = async (scripts: number): Promise<void> => {
      expect(await page.locator('script').count()).toBe(scripts);
      expect(
        await page
          .locator('article :is(img, iframe, object, style, link, meta, base, form, svg, math)')
          .count(),
      ).toBe(0);
      const links = await page
        .locator('article a')
        .evaluateAll((all) => all.map((link) => link.getAttribute('href')));
      expect(links.filter((href) => !/^(?:https?:|$)/.test(href ?? ''))).toEqual([]);
      for (const link of await page.locator('article a').all()) await link.hover();
    };
    await inspect(0);
    expect(await page.title()).toBe(topic);

    await page.goto(stack.url);
    await askFor(page, topic);
    await shownPost(page);
    await inspect(1);
    await page.reload();
    await shownPost(page);
    await inspect(1);
    expect(offences).toEqual([]);
  });
});

describe('the page to write on', () => {
  it.each(['light', 'dark'] as const)('fits a phone, %s', async (colorScheme) => {
    const { page } = await openTab(stack.url, { ...phone, colorScheme });
    await page.click('summary');
    await expectNoSidewaysScroll(page);
    expect(await accessibilityFaults(page)).toEqual([]);
    await askFor(page, 'Donaudampfschifffahrtsgesellschaftskapitän'.repeat(4));
    await shownPost(page);
    await expectNoSidewaysScroll(page);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('prints the post alone, dark on light by night too', async () => {
    const { page } = await openTab(stack.url, { colorScheme: 'dark' });
    await askFor(page, 'Bees');
    await shownPost(page);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate('getComputedStyle(document.documentElement).colorScheme')).toBe('light');
    expect([await page.isVisible('#form'), await page.isVisible('article')]).toEqual([false, true]);
  });

  it('writes on German and Hindi topics', async () => {
    for (const topic of ['Bäume pflanzen für Anfänger', 'कृत्रिम बुद्धिमत्ता क्या है']) {
      const { page } = await openTab(stack.url);
      await askFor(page, topic);
      const article = await shownPost(page);
      expect(await article.innerText()).toContain(topic);
      expect(await page.innerText('#history li')).toContain(topic);
      await page.context().close();
    }
  });
});
