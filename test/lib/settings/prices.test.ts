import { describe, expect, it } from 'vitest';
import { prices, tokenPriceOf } from '../../../lib/settings/prices.ts';
import { readSettings } from '../../../lib/settings/settings.ts';
import { settingsTable } from '../../../lib/settings/settings-table.ts';
import { read } from '../../docs/page-text.ts';

const day = /^20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const sourced = [
  ...Object.entries(prices.prices),
  ...prices.models.map((model) => [model.modelId, model] as const),
];

describe('docs/prices.json', () => {
  it('states its Region, its date and what it leaves out', () => {
    expect(prices.region).toBe(settingsTable.region.default);
    expect(prices.asOf).toMatch(day);
    expect(prices.freeTiers).toMatch(/^Left out/);
  });

  it.each(sourced)(
    'says where the price of %s comes from, and in what kind of text it was read',
    (_, price) => {
      expect(price.source).toMatch(/^https:\/\/aws\.amazon\.com\/\S+$/);
      expect(price.unit).not.toBe('');
      expect(price.note).not.toBe('');
      expect(prices.note).toContain(`\`${price.basis}\``);
      expect(price.readOn ?? prices.asOf).toMatch(day);
    },
  );

  it('has every model that the documents deploy, except those that need modelFamily', () => {
    const commands = ['README.md', 'docs/deploy.md', 'docs/models.md', 'docs/operations.md']
      .map(read)
      .join('\n');
    const deployed = [...commands.matchAll(/-c (?:fallbackM|m)odelId=([\w.:-]+)(.*)/g)]
      .filter(([, , rest]) => !rest?.includes('modelFamily'))
      .map(([, modelId]) => modelId);
    expect(deployed.length).toBeGreaterThan(2);
    const known = prices.models.map(({ modelId }) => modelId);
    expect(deployed.filter((modelId) => !known.includes(modelId ?? ''))).toEqual([]);
  });
});

describe('the price of tokens', () => {
  const profile = 'arn:aws:bedrock:us-east-2:111122223333:application-inference-profile/abc123';

  it.each<[string, Record<string, string>, [number, number] | undefined]>([
    ['the default model', {}, [0.22, 0.22]],
    ['another model', { modelId: 'us.amazon.nova-lite-v1:0' }, [0.06, 0.24]],
    ['a profile of one geography', { modelId: 'us.anthropic.claude-haiku-4-5-20251001-v1:0' }, [1.1, 5.5]],
    ['the global profile', { modelId: 'global.anthropic.claude-haiku-4-5-20251001-v1:0' }, [1, 5]],
    [
      'a profile of one’s own, by the one it was copied from',
      { modelId: profile, foundationModelId: 'us.amazon.nova-pro-v1:0' },
      [0.8, 3.2],
    ],
    ['a model that is not in the file', { modelId: 'us.anthropic.claude-opus-4-1-20250805-v1:0' }, undefined],
    ['another Region', { region: 'us-west-2' }, undefined],
    ['both settings', { region: 'us-west-2', promptTokenPrice: '1', generationTokenPrice: '2' }, [1, 2]],
    ['one setting, the other price being known', { generationTokenPrice: '2' }, [0.22, 2]],
    ['one setting alone', { region: 'us-west-2', promptTokenPrice: '1' }, undefined],
  ])('is that of %s', (_, context, expected) => {
    const price = tokenPriceOf(readSettings(context));
    expect(price && [price.promptUsd, price.generationUsd]).toEqual(expected);
  });
});
