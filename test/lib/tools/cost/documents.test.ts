import { describe, expect, it } from 'vitest';
import { readBlock, replaceBlock } from '../../../../lib/command/markdown-block.ts';
import { readProjectSettings } from '../../../../lib/local/project-settings.ts';
import { gatherCostInputs } from '../../../../lib/tools/cost/cost-inputs.ts';
import { generatedBlocks } from '../../../../lib/tools/cost/generated-blocks.ts';
import { read } from '../../../readme-text.ts';

const inputs = await gatherCostInputs({ settings: await readProjectSettings() });

describe('the figures in the documents', () => {
  it.each(generatedBlocks)(
    'are those that npm run cost -- --write puts there: $page',
    ({ page, name, describe }) => {
      expect(readBlock(read(page), name)).toBe(describe(inputs));
    },
  );

  it('stand alone between their marks', () => {
    const page = 'before\n<!-- cost:begin -->\nold\n<!-- cost:end -->\nafter\n';
    expect(replaceBlock(page, 'cost', '$1 new')).toBe(page.replace('old', () => '$1 new'));
  });

  it('are not put into a page without marks', () => {
    expect(() => replaceBlock('a page', 'cost', 'new')).toThrow('the page has no block "cost"');
  });
});

describe('inputs of the cost', () => {
  it.each([
    [{ region: 'us-west-2' }, 'docs/prices.json has the prices of us-east-2, and region is us-west-2'],
    [{ modelId: 'us.meta.llama3-3-70b-instruct-v1:0' }, 'has no price of us.meta.llama3-3-70b-instruct-v1:0'],
  ])('are refused where no price is known: %j', async (context, message) => {
    const given = Object.entries(context).map(([name, value]) => `${name}=${value}`);
    await expect(gatherCostInputs({ settings: await readProjectSettings(given) })).rejects.toThrow(message);
  });
});
