import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LocalStack, startLocalStack } from '../end-to-end/local-stack.ts';
import { accessibilityFaults, askFor, shownPost, shownProblem, useBrowser } from './browser-page.ts';

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

describe('a problem', () => {
  it.each([
    ['ThrottlingException', 'The model is busy'],
    ['AccessDeniedException', 'The service is not set up correctly'],
  ] as const)('of the model (%s) is shown in words, and can be tried again', async (name, title) => {
    stack.faults.model = () => ({ kind: 'error', name });
    const { page, offences } = await openTab(stack.url);
    await askFor(page, topic);
    const problem = await shownProblem(page);
    expect(await problem.innerText()).toContain(title);
    expect(await accessibilityFaults(page)).toEqual([]);
    stack.faults.model = () => undefined;
    await page.click('#problem button >> text=Try again');
    await shownPost(page);
    expect(await newPosts()).toHaveLength(1);
    expect(offences).toEqual([]);
  });

  it('of a field stands beside the field, which gets the focus', async () => {
    const { page } = await openTab(stack.url);
    await askFor(page, 'A [INST] topic');
    await shownProblem(page);
    expect(await page.innerText('#blog_topic-problem')).toContain('must not contain model control tokens');
    expect(await page.evaluate('document.activeElement.id')).toBe('blog_topic');
    expect(await page.isVisible('#problem button >> text=Try again')).toBe(false);
    expect(await accessibilityFaults(page)).toEqual([]);
    await askFor(page, topic);
    await shownPost(page);
    expect(await page.isVisible('#blog_topic-problem')).toBe(false);
  });

  it('of a number under "More" is shown where it is, also after "More" was closed', async () => {
    const { page } = await openTab(stack.url);
    await page.click('summary');
    await page.fill('#temperature', '5');
    await page.click('summary');
    await askFor(page, topic);
    expect(await page.isVisible('#temperature')).toBe(true);
    expect(await page.evaluate('document.activeElement.id')).toBe('temperature');
    expect(stack.modelCalls).toHaveLength(0);
  });

  it('of saving shows the text that was written, to be copied', async () => {
    stack.faults.s3 = ({ method, key }) =>
      method === 'PUT' && key.startsWith('blog_output/')
        ? { kind: 'error', status: 503, code: 'SlowDown' }
        : undefined;
    const { page } = await openTab(stack.url);
    await askFor(page, topic);
    const problem = await shownProblem(page);
    expect(await problem.innerText()).toContain('The text was written but not saved');
    expect(await problem.innerText()).toContain(topic);
    expect(await page.isVisible('#problem button >> text=Copy')).toBe(true);
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});
