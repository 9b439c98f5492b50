import type { CostInputs } from './cost-inputs.ts';
import { describeCost } from './cost-markdown.ts';
import { describeGrowth } from './growth-markdown.ts';

/** A part of a page that is written by `npm run cost -- --write`, between `<!-- name:begin -->` and `<!-- name:end -->`. */
export interface GeneratedBlock {
  /** The page's path in the project. */
  readonly page: string;
  readonly name: string;
  readonly describe: (inputs: CostInputs) => string;
}

export const generatedBlocks: readonly GeneratedBlock[] = [
  { page: 'README.md', name: 'cost', describe: describeCost },
  { page: 'docs/scaling.md', name: 'growth', describe: describeGrowth },
];

const marks = (name: string): RegExp =>
  new RegExp(`(<!-- ${name}:begin -->\\n)([\\s\\S]*?)(\\n<!-- ${name}:end -->)`);

/** What stands between the marks. @throws Error where the page has no block of this name */
export function readBlock(page: string, name: string): string {
  const text = marks(name).exec(page)?.[2];
  if (text === undefined) throw new Error(`the page has no block "${name}"`);
  return text;
}

/** The page with another text between the marks. @throws Error as above */
export function replaceBlock(page: string, name: string, text: string): string {
  readBlock(page, name);
  return page.replace(marks(name), (_, begin: string, __, end: string) => begin + text + end);
}
