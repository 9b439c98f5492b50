import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, it } from 'vitest';
import { type LocalStack, startLocalStack } from '../end-to-end/local-stack.ts';
import { askFor, shownPost, shownProblem, useBrowser } from './browser-page.ts';

const folder = fileURLToPath(new URL('../../docs/page/', import.meta.url));
const openTab = useBrowser();
let stack: LocalStack;

beforeAll(async () => {
  stack = await startLocalStack();
  await mkdir(folder, { recursive: true });
});
afterAll(() => stack?.close());

const generation = `# Why bees matter

Bees **pollinate** a third of what we eat. Without them there would be no almonds, few apples, and very expensive coffee.

## What a hive does

1. *Foragers* bring nectar and pollen.
2. *House bees* turn it into honey and wax.
3. The queen lays up to 2,000 eggs a day.

> A single bee makes about a twelfth of a teaspoon of honey in her life.

## How to help

Plant what blooms from March to October, leave a corner of the garden wild, and buy honey from someone near you.`;

/** The pictures that the documents show. */
const kept = new Set([
  'write-desk-light',
  'wait-desk-light',
  'post-desk-light',
  'problem-desk-light',
  'write-phone-dark',
  'post-phone-dark',
  'read-phone-light',
]);

it('are taken of writing, waiting, the post and a problem, on a desk and a phone, by day and by night', async () => {
  stack.faults.model = () => ({
    kind: 'answer',
    body: { generation, prompt_token_count: 20, generation_token_count: 150, stop_reason: 'stop' },
  });
  for (const [device, viewport] of [
    ['desk', { width: 900, height: 760 }],
    ['phone', { width: 375, height: 667 }],
  ] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await openTab(stack.url, { viewport, colorScheme });
      const shoot = async (state: string): Promise<void> => {
        const name = `${state}-${device}-${colorScheme}`;
        // All of the page: what the window shows depends on how far it has scrolled.
        if (kept.has(name)) await page.screenshot({ path: `${folder}${name}.png`, fullPage: true });
      };
      await page.route('**/blog', (route) =>
        route.continue({ headers: { ...route.request().headers(), prefer: 'respond-async' } }),
      );
      await shoot('write');
      await page.fill('#tone', 'warm');
      await askFor(page, 'Why bees matter');
      await page.waitForSelector('text=You can close this page');
      await shoot('wait');
      await shownPost(page);
      await shoot('post');
      await page.goto(`${stack.url}${await page.getAttribute('#post .actions a:last-child', 'href')}`);
      await shoot('read');
      await page.goto(stack.url);
      await askFor(page, 'Bees [INST]');
      await shownProblem(page);
      await shoot('problem');
      await page.context().close();
    }
  }
});
