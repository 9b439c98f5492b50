import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LocalStack, startLocalStack } from '../end-to-end/local-stack.ts';
import { accessibilityFaults, askFor, shownPost, shownProblem, useBrowser } from './browser-page.ts';

const openTab = useBrowser();
let stack: LocalStack;
let postsBefore: number;

beforeAll(async () => {
  stack = await startLocalStack();
});
beforeEach(async () => {
  stack.reset();
  postsBefore = (await stack.posts()).size;
});
afterAll(() => stack?.close());

const newPosts = async () => [...(await stack.posts())].slice(postsBefore);

/** Holds the requests for posts back. @returns what lets them go */
async function holdRequests(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route('**/blog', (route) => promise.then(() => route.continue()));
  return resolve;
}

describe('several posts', () => {
  it('can be written and read at once: a post from the list stays while another one is written', async () => {
    const { page, offences } = await openTab(stack.url);
    await askFor(page, 'Apples');
    await shownPost(page);
    // Nobody writes this one.
    stack.faults.invoke = () => ({ kind: 'dropped' });
    await page.route('**/blog', (route) =>
      route.continue({ headers: { ...route.request().headers(), prefer: 'respond-async' } }),
    );
    await askFor(page, 'Bees');
    await page.waitForSelector('text=You can close this page');
    await page.click('#history a');
    await shownPost(page);
    await page.waitForResponse(/_Bees$/);
    expect(await page.innerText('#post h1')).toBe('Apples');
    await page.click('#history button >> text=Being written: Bees');
    await page.waitForSelector('text=You can close this page');
    await page.goBack();
    await shownPost(page);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(offences).toEqual([]);
  });

  it('are one post for a form that is sent twice, and two for two topics', async () => {
    const { page } = await openTab(stack.url);
    const release = await holdRequests(page);
    await askFor(page, 'Apples');
    await page.click('#write');
    await askFor(page, 'Bees');
    release();
    await shownPost(page);
    expect(await page.innerText('#post h1')).toBe('Bees');
    await page.click('#history a >> text=Apples');
    await page.waitForSelector('#post h1 >> text=Apples');
    expect(await newPosts()).toHaveLength(2);
  });

  it.each([
    ['is ready', undefined],
    ['was not written', { kind: 'error', name: 'AccessDeniedException' }],
  ] as const)(
    'leave focus and list alone when one in the background is finished, and say that it %s',
    async (state, fault) => {
      const { page } = await openTab(stack.url);
      await askFor(page, 'Apples');
      await shownPost(page);
      const release = await holdRequests(page);
      stack.faults.model = () => fault;
      await askFor(page, 'Bees');
      await page.click('#history a >> text=Apples');
      await shownPost(page);
      await page.focus('#history a >> text=Apples');
      await page.evaluate('void (before = document.activeElement)');
      release();
      await page.waitForSelector(`[role="status"] >> text=“Bees” ${state}.`);
      expect(await page.isVisible('#history >> text=Being written')).toBe(false);
      expect(await page.evaluate('before === document.activeElement')).toBe(true);
      expect(await accessibilityFaults(page)).toEqual([]);
    },
  );

  it('move the focus to the post that takes the place of the request in the list', async () => {
    const { page } = await openTab(stack.url);
    await askFor(page, 'Apples');
    await shownPost(page);
    const release = await holdRequests(page);
    await askFor(page, 'Bees');
    await page.click('#history a >> text=Apples');
    await shownPost(page);
    await page.focus('#history button >> text=Bees');
    release();
    await page.waitForSelector('#history a >> text=Bees');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Bees');
  });

  it('leave the focus where the next topic is being entered', async () => {
    const { page } = await openTab(stack.url);
    const release = await holdRequests(page);
    await page.fill('#blog_topic', 'Apples');
    await page.press('#blog_topic', 'Enter');
    await page.fill('#blog_topic', 'Bee');
    release();
    await shownPost(page);
    await page.keyboard.type('s and wasps');
    expect(await page.inputValue('#blog_topic')).toBe('Bees and wasps');
    await page.waitForSelector('[role="status"] >> text=“Apples” is ready.');
  });

  it('are each an entry of the history, so that "back" shows the post before', async () => {
    const { page } = await openTab(stack.url);
    for (const name of ['Apples', 'Bees']) {
      await askFor(page, name);
      await page.waitForSelector(`#post h1 >> text=${name}`);
    }
    await page.goBack();
    await page.waitForSelector('#post h1 >> text=Apples');
    await page.goForward();
    await page.waitForSelector('#post h1 >> text=Bees');
  });

  it('are opened from the list after a request that failed, and closed by "back"', async () => {
    const { page } = await openTab(stack.url);
    await askFor(page, 'Apples');
    await shownPost(page);
    stack.faults.model = () => ({ kind: 'error', name: 'ThrottlingException' });
    await askFor(page, 'Bees');
    await shownProblem(page);
    await page.click('#history a');
    await shownPost(page);
    await page.goBack();
    await page.waitForSelector('#post', { state: 'hidden' });
    expect(await page.isVisible('#problem')).toBe(false);
  });

  it('of another tab are listed at once', async () => {
    const { page } = await openTab(stack.url);
    const other = await page.context().newPage();
    await other.goto(stack.url);
    await askFor(page, 'Apples');
    await other.waitForSelector('#history a >> text=Apples');
  });
});
