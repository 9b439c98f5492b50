import { describe, expect, it } from 'vitest';
import { settingsTable } from '../../../../lib/settings/settings-table.ts';
import { costOf, pricedUnits, readPrices } from '../../../../lib/tools/cost/prices.ts';
import { makePrices } from './cost-fixture.ts';

const day = /^20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const file = await readPrices();
const figures = [
  ...Object.entries(file.prices),
  ...file.models.map((model) => [model.modelId, model] as const),
];

describe('docs/prices.json', () => {
  it('has a price for exactly what is computed with', () => {
    expect(Object.keys(file.prices).sort()).toEqual([...pricedUnits].sort());
  });

  it('says of which Region and day it is, and what it leaves out', () => {
    expect(file.region).toBe(settingsTable.region.default);
    expect(file.taken).toMatch(day);
    expect(file.freeTiers).toMatch(/^Left out/);
  });

  it.each(figures)(
    'says where the price of %s comes from, and what kind of text it was read in',
    (_, price) => {
      expect(price.source).toMatch(/^https:\/\/aws\.amazon\.com\/\S+$/);
      expect(price.unit).not.toBe('');
      expect(price.note).not.toBe('');
      expect(['price-list', 'price-list-us-east-1', 'aws-page', 'quoted']).toContain(price.basis);
      expect(file.note).toContain(`\`${price.basis}\``);
      expect(price.readOn ?? file.taken).toMatch(day);
      expect((price.readOn ?? file.taken) <= file.taken).toBe(true);
      expect(price.per).toBeGreaterThan(0);
    },
  );

  it('has the default model, at the price that the dashboard estimates with', () => {
    const model = file.models.find(({ modelId }) => modelId === settingsTable.modelId.default);
    expect(model).toMatchObject({
      promptUsd: settingsTable.promptTokenPrice.default,
      generationUsd: settingsTable.generationTokenPrice.default,
      per: 1_000_000,
    });
  });

  it('compares at least three models', () => {
    expect(file.models.length).toBeGreaterThanOrEqual(3);
  });
});

describe('the cost of an amount', () => {
  it('is the price for so many units', () => {
    const prices = makePrices();
    const priced = { ...prices.prices, s3Puts: { ...prices.prices.s3Puts, usd: 0.005, per: 1_000 } };
    expect(costOf({ ...prices, prices: priced }, 's3Puts', 3_000)).toBeCloseTo(0.015, 12);
  });
});
