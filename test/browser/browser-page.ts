import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A tab of a browser that knows nothing yet, and what happened in it that must not happen. */
export interface Tab {
  page: Page;
  /** Script errors, console errors, dialogs, and requests to anywhere but the service. */
  offences: string[];
}

/** The browser of a test file. `CHROMIUM_PATH` says where it is: `npm run test:page` finds it. */
export function useBrowser() {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
      ],
    });
  });
  afterAll(() => browser?.close());

  return async function openTab(url: string, options: BrowserContextOptions = {}): Promise<Tab> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const offences: string[] = [];
    page.on('pageerror', (error) => offences.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => {
      offences.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('console', (message) => {
      // The browser itself notes each answer of 4xx and 5xx, and each lost connection.
      if (message.type() === 'error' && !/^Failed to load resource/.test(message.text()))
        offences.push(`console: ${message.text()}`);
    });
    page.on('request', (request) => {
      if (!/^(?:blob:|data:|about:)/.test(request.url()) && !request.url().startsWith(new URL(url).origin))
        offences.push(`request: ${request.url()}`);
    });
    await page.goto(url);
    return { page, offences };
  };
}

/** What axe-core finds wrong with the page as it is now. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // In a world of its own: the page's policy forbids scripts that are not its own.
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send('Page.getFrameTree');
  const { executionContextId: contextId } = await session.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
  });
  await session.send('Runtime.evaluate', { contextId, expression: axeSource });
  const { result } = await session.send('Runtime.evaluate', {
    contextId,
    awaitPromise: true,
    returnByValue: true,
    expression: `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ': ' + html + ' ' + failureSummary)))`,
  });
  await session.detach();
  return result.value;
}

/** Fails where something is wider than the window, so that the page scrolls sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const [content, window] = (await page.evaluate(
    'Promise.resolve([document.documentElement.scrollWidth, document.documentElement.clientWidth])',
  )) as [number, number];
  expect(content).toBeLessThanOrEqual(window);
}

/** Fills in the form and presses "Write". */
export async function askFor(page: Page, topic: string): Promise<void> {
  await page.fill('#blog_topic', topic);
  await page.click('#write');
}

export const shownPost = (page: Page) => page.waitForSelector('#post:not([hidden]) article');
export const shownProblem = (page: Page) => page.waitForSelector('#problem:not([hidden])');
