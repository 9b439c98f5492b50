import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LocalStack, startLocalStack } from '../end-to-end/local-stack.ts';
import {
  accessibilityFaults,
  askFor,
  shownPost,
  shownProblem,
  type Tab,
  useBrowser,
} from './browser-page.ts';

const openTab = useBrowser();
let stack: LocalStack;

beforeAll(async () => {
  stack = await startLocalStack({}, { 'get-blog': { AUTH: 'jwt' } });
});
beforeEach(() => stack.reset());
afterAll(() => stack?.close());

/** Refuses what comes without the token, as the gateway's JWT authorizer does. */
async function guard({ page }: Tab): Promise<void> {
  await page.route('**/blog{,/*}', (route) =>
    route.request().headers().authorization === 'Bearer good'
      ? route.continue()
      : route.fulfill({ status: 401, contentType: 'application/json', body: '{"message":"Unauthorized"}' }),
  );
}

describe('the page of a service that asks for a token', () => {
  it('sends the token with every request, and keeps it nowhere', async () => {
    const tab = await openTab(stack.url);
    await guard(tab);
    const { page, offences } = tab;
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.fill('#token', 'bad');
    await askFor(page, 'Bees');
    const problem = await shownProblem(page);
    expect(await problem.innerText()).toContain('The access token was not accepted');
    expect(await page.evaluate('document.activeElement.id')).toBe('token');
    await page.fill('#token', 'Bearer good');
    await page.click('#problem button >> text=Try again');
    await shownPost(page);
    expect(stack.modelCalls).toHaveLength(1);
    expect(
      await page.evaluate('JSON.stringify([localStorage, sessionStorage, document.cookie])'),
    ).not.toContain('good');
    expect(offences).toEqual([]);
  });

  it('asks for the token again after a reload, and reads the post with it', async () => {
    const tab = await openTab(stack.url);
    await guard(tab);
    const { page } = tab;
    await page.fill('#token', 'good');
    await askFor(page, 'Bees');
    await shownPost(page);
    await page.reload();
    expect(await (await shownProblem(page)).innerText()).toContain(
      'Enter your access token to read the post',
    );
    expect(await page.inputValue('#token')).toBe('');
    await page.fill('#token', 'good');
    await page.click('#problem button >> text=Try again');
    await shownPost(page);
    expect(await page.getAttribute('#post .actions a:last-child', 'href')).toMatch(/^#2\d+T\d+Z_Bees$/);
    expect(stack.modelCalls).toHaveLength(1);
  });
});
