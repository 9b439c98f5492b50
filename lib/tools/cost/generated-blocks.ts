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
