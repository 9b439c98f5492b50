import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LocalStack, startLocalStack } from '../end-to-end/local-stack.ts';
import { accessibilityFaults, askFor, shownPost, useBrowser } from './browser-page.ts';

const topic = 'What is Diffusion Model and GANs';
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

describe('the page to write on', () => {
  it('is small, sets no cookie, and asks nobody but the service', async () => {
    const response = await fetch(stack.url);
    expect((await response.clone().arrayBuffer()).byteLength).toBeLessThan(40_000);
    expect(/<script>([\s\S]*)<\/script>/.exec(await response.text())?.[1]?.length).toBeLessThan(15_000);
    expect(response.headers.has('set-cookie')).toBe(false);
    const { page, offences } = await openTab(stack.url);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(offences).toEqual([]);
  });

  it('shows the post that it asked for: one model call, one object, the text of the object', async () => {
    const { page, offences } = await openTab(stack.url);
    await askFor(page, topic);
    const article = await shownPost(page);
    expect(stack.modelCalls).toHaveLength(1);
    const [[name, text] = ['', '']] = await newPosts();
    expect(await article.innerText()).toContain(text.split('\n').at(-1));
    expect(await page.getAttribute('#post a[href*="/blog/"]', 'href')).toBe(
      `/blog/${encodeURIComponent(name.replace(/\.txt$/, ''))}`,
    );
    const download = page.waitForEvent('download');
    await page.click('text=Download .txt');
    expect((await download).suggestedFilename()).toBe(name);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(offences).toEqual([]);
  });

  it('says that a post was cut off, when it was written, and by which model', async () => {
    const body = {
      generation: 'One. Two',
      prompt_token_count: 9,
      generation_token_count: 9,
      stop_reason: 'length',
    };
    stack.faults.model = () => ({ kind: 'answer', body });
    const { page } = await openTab(stack.url);
    await askFor(page, topic);
    await shownPost(page);
    expect(await page.innerText('#post')).toContain('The model reached its token limit');
    expect(await page.innerText('#post .about')).toMatch(/ UTC · 1 word · .*llama3-1-8b/);
  });

  it('works with the keyboard alone, and moves the focus to the post', async () => {
    const { page } = await openTab(stack.url);
    await page.keyboard.press('Tab');
    await page.keyboard.type(topic);
    await page.keyboard.press('Enter');
    await shownPost(page);
    expect(await page.evaluate('document.activeElement.id')).toBe('post');
  });

  it('shows the beginning of a post that is longer than the window', async () => {
    const { page } = await openTab(stack.url, { viewport: { width: 360, height: 500 } });
    await page.fill('#word_count', '1000');
    await page.fill('#blog_topic', topic);
    await page.press('#blog_topic', 'Enter');
    await shownPost(page);
    const top = 'document.getElementById("post").getBoundingClientRect().top';
    expect(await page.evaluate(top)).toSatisfy((px: number) => px >= 0 && px < 250);
  });

  it('sends the fields that are filled in, in their types', async () => {
    const { page } = await openTab(stack.url);
    await page.fill('#tone', 'warm');
    await page.fill('#word_count', '60');
    await page.click('summary');
    await page.fill('#temperature', '0.25');
    const request = page.waitForRequest('**/blog');
    await askFor(page, topic);
    const sent = await request;
    expect(sent.postDataJSON()).toEqual({
      blog_topic: topic,
      word_count: 60,
      tone: 'warm',
      temperature: 0.25,
    });
    expect(sent.headers()['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
    await shownPost(page);
  });

  it('follows a post that takes longer than a request may to its end', async () => {
    const { page, offences } = await openTab(stack.url);
    await page.route('**/blog', (route) =>
      route.continue({ headers: { ...route.request().headers(), prefer: 'respond-async' } }),
    );
    await askFor(page, topic);
    await page.waitForSelector('text=You can close this page');
    expect(await accessibilityFaults(page)).toEqual([]);
    await shownPost(page);
    expect(await newPosts()).toHaveLength(1);
    expect(offences).toEqual([]);
  });

  it('follows a post to its end that it opens by its address while it is being written', async () => {
    const { body, headers } = await stack.post({ blog_topic: topic });
    const { page } = await openTab(stack.url);
    let looks = 0;
    await page.route('**/blog/*', (route) => {
      looks += 1;
      return looks > 1
        ? route.continue()
        : route.fulfill({
            status: 202,
            contentType: 'application/json',
            headers: { location: headers.get('location') ?? '', 'retry-after': '1' },
            body: '{}',
          });
    });
    await page.goto(`${stack.url}/#${body.blog_id}`);
    await page.waitForSelector('text=You can close this page');
    await shownPost(page);
    expect(stack.modelCalls).toHaveLength(1);
  });

  it('survives a reload while the post is written: one post, one model call', async () => {
    const { page } = await openTab(stack.url);
    let posts = 0;
    await page.route('**/blog', async (route) => {
      posts += 1;
      if (posts === 1) {
        // The service gets the request; the page is reloaded before the answer.
        await route.fetch();
        await route.abort().catch(() => {});
      } else await route.continue();
    });
    await askFor(page, topic);
    await expect.poll(() => stack.modelCalls.length).toBe(1);
    await page.reload();
    expect(await page.inputValue('#blog_topic')).toBe(topic);
    await shownPost(page);
    expect(stack.modelCalls).toHaveLength(1);
    expect(await newPosts()).toHaveLength(1);
  });

  it('sends the same request again after a lost answer, and says so: one post, one model call', async () => {
    const { page } = await openTab(stack.url);
    let posts = 0;
    await page.route('**/blog', async (route) => {
      posts += 1;
      if (posts > 1) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await askFor(page, topic);
    await page.waitForSelector('text=The connection was lost');
    await shownPost(page);
    expect([posts, stack.modelCalls.length]).toEqual([2, 1]);
    expect(await newPosts()).toHaveLength(1);
  });

  it('sends the same request again after an answer of the gateway alone', async () => {
    const { page } = await openTab(stack.url);
    const answers = [429, 503, 500];
    await page.route('**/blog', (route) => {
      const status = answers.shift();
      const body = JSON.stringify({ message: 'from the gateway' });
      return status === undefined
        ? route.continue()
        : route.fulfill({ status, contentType: 'application/json', headers: { 'retry-after': '0' }, body });
    });
    await askFor(page, topic);
    await shownPost(page);
    expect(stack.modelCalls).toHaveLength(1);
  });

  it('lists the posts of this browser, opens them by their address, and forgets them on request', async () => {
    const { page } = await openTab(stack.url);
    await askFor(page, topic);
    await shownPost(page);
    await page.reload();
    await shownPost(page);
    await page.goto(stack.url);
    await page.click('#history a');
    await shownPost(page);
    expect(stack.modelCalls).toHaveLength(1);
    await page.click('#forget');
    expect(await page.isVisible('#history')).toBe(false);
    expect(await page.evaluate('JSON.parse(localStorage.getItem("blog-writer")).length')).toBe(0);
  });
});
