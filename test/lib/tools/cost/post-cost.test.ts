import { describe, expect, it } from 'vitest';
import {
  costOfPosts,
  mostTokens,
  type PostCost,
  pollsOfAPromise,
  tokensOfAPost,
  total,
} from '../../../../lib/tools/cost/post-cost.ts';
import type { PricedUnit } from '../../../../lib/tools/cost/prices.ts';
import { makeInputs, makePrices, makeUsage, measured, model } from './cost-fixture.ts';

const assumptions = { modelSeconds: 5, s3Seconds: 0.1, busyHours: 73 };

describe('the cost of 1,000 posts', () => {
  // 3 writes and 1 read of a plain post; of a promised one 4 and 2, 2 reads of the poll, 1 of the last look.
  it.each<[part: keyof PostCost, of: PricedUnit, plain: number, promised: number]>([
    ['s3Requests', 's3Puts', 3_000, 4_000],
    ['s3Requests', 's3Gets', 1_000, 5_000],
    ['gateway', 'gatewayRequests', 1_000, 3_000],
    ['traces', 'traces', 1_000, 3_000],
    ['lambda', 'lambdaRequests', 1_000, 4_000],
  ])('has in %s what it uses of %s', (part, unit, plain, promised) => {
    const inputs = makeInputs({ prices: makePrices({ [unit]: 1 }) });
    expect(costOfPosts('plain', inputs)[part]).toBeCloseTo(plain, 6);
    expect(costOfPosts('promised', inputs)[part]).toBeCloseTo(promised, 6);
  });

  it('has logs twice: taken in once, and kept as long as the settings say', () => {
    const logs = (prices: Partial<Record<PricedUnit, number>>, logRetentionDays = 30) =>
      costOfPosts('plain', makeInputs({ prices: makePrices(prices) }, { logRetentionDays })).logs;
    // 1,000 posts of 1,000 bytes are a thousandth of a GB.
    expect(logs({ logGb: 1 })).toBeCloseTo(0.001, 9);
    expect(logs({ logGbMonths: 1 }, 365)).toBeCloseTo((0.001 * 365 * 24) / 730, 9);
  });

  it('has the text of the posts for a month and the answers to the callers', () => {
    const acts = {
      ...measured.acts,
      plain: { usage: makeUsage({ keptBytes: 2e6, answerBytes: 3e6 }), metrics: [] },
    };
    const prices = makePrices({ s3GbMonths: 1, dataOutGb: 1 });
    const cost = costOfPosts('plain', makeInputs({ prices, measured: { ...measured, acts } }));
    expect(cost.s3Storage).toBeCloseTo(2, 9);
    expect(cost.dataOut).toBeCloseTo(3, 9);
  });

  it('is the sum of its parts', () => {
    const parts = costOfPosts('plain', makeInputs({ prices: makePrices({ gatewayRequests: 1, s3Puts: 1 }) }));
    // 1,000 requests, 3,000 writes, and 1,000 × (10 × 2 + 100 × 3) / 1,000 of tokens.
    expect(total(parts)).toBeCloseTo(1_000 + 3_000 + 320, 6);
  });
});

describe('the tokens of a post', () => {
  it.each([
    [undefined, 0.32],
    [0, 0.02],
    [mostTokens, (20 + 512 * 3) / 1_000],
  ])('cost what the prompt and %s generated ones do', (generated, usd) => {
    expect(tokensOfAPost(model, { measured }, generated)).toBeCloseTo(usd, 9);
  });
});

describe('a promised post', () => {
  // The promise and the worker ask S3 6 times, 0.6 s in all; a look is due every 5 s.
  it.each([
    [1, 0],
    [4.3, 0],
    [4.5, 1],
    [12, 2],
  ])('that the model needs %d s for is asked for %d times before it is there', (modelSeconds, polls) => {
    expect(pollsOfAPromise({ measured, assumptions: { ...assumptions, modelSeconds } })).toBe(polls);
  });
});
