import { readSettings } from '../../../../lib/settings/settings.ts';
import type { CostInputs } from '../../../../lib/tools/cost/cost-inputs.ts';
import type { MeasuredAct, MeasuredPosts } from '../../../../lib/tools/cost/measured-posts.ts';
import { type PricedUnit, type Prices, pricedUnits } from '../../../../lib/tools/cost/prices.ts';
import type { Usage } from '../../../../lib/tools/cost/usage.ts';

const sourced = {
  unit: 'units',
  source: 'https://aws.amazon.com/',
  basis: 'quoted',
  readOn: null,
  note: '',
} as const;

/** Prices of nothing, but what is given. */
export function makePrices(usd: Partial<Record<PricedUnit, number>> = {}): Prices {
  const prices = pricedUnits.map((unit) => [unit, { ...sourced, usd: usd[unit] ?? 0, per: 1 }]);
  return {
    region: 'us-east-2',
    currency: 'US dollars',
    taken: '2026-11-22',
    note: '',
    freeTiers: '',
    prices: Object.fromEntries(prices),
    models: [model],
  };
}

export const model = {
  ...sourced,
  name: 'A model',
  modelId: 'us.meta.llama3-1-8b-instruct-v1:0',
  promptUsd: 2,
  generationUsd: 3,
  per: 1_000,
};

/** A use of nothing, but what is given. */
export function makeUsage(given: Partial<Usage> = {}): Usage {
  return {
    gatewayRequests: 0,
    runs: 0,
    modelCalls: 0,
    s3Puts: 0,
    s3Gets: 0,
    keptBytes: 0,
    logBytes: 0,
    answerBytes: 0,
    ...given,
  };
}

const act = (usage: Partial<Usage>, ...metrics: string[]): MeasuredAct => ({
  usage: makeUsage(usage),
  metrics,
});

/** Posts of 10 tokens of prompt and 100 of text. */
export const measured: MeasuredPosts = {
  acts: {
    plain: act(
      { gatewayRequests: 1, runs: 1, modelCalls: 1, s3Puts: 3, s3Gets: 1, logBytes: 1_000 },
      'A',
      'B',
    ),
    keyed: act({ gatewayRequests: 1, runs: 1, modelCalls: 1, s3Puts: 7, s3Gets: 4 }, 'A', 'B'),
    promised: act({ gatewayRequests: 1, runs: 2, modelCalls: 1, s3Puts: 4, s3Gets: 2 }, 'A', 'B', 'C'),
    poll: act({ gatewayRequests: 1, runs: 1, s3Gets: 2 }, 'B'),
    read: act({ gatewayRequests: 1, runs: 1, s3Gets: 1 }, 'B', 'D'),
  },
  promptTokens: 10,
  generationTokens: 100,
  retryAfterSeconds: 5,
};

/** Everything that a cost is computed from, with round figures. */
export function makeInputs(
  given: Partial<CostInputs> = {},
  context: Record<string, unknown> = {},
): CostInputs {
  return {
    prices: makePrices(),
    model,
    settings: readSettings(context),
    stack: { alarms: 2, alarmMetrics: 5, dashboards: 1, routeMetrics: true, accessLogBytes: 300 },
    measured,
    cpu: {
      taken: '2026-11-22',
      machine: 'a machine',
      node: 'v24.0.0',
      initMs: 100,
      firstRequestMs: 40,
      requestMs: 10,
      maxMemoryMb: 100,
    },
    assumptions: { modelSeconds: 5, s3Seconds: 0.1, busyHours: 73 },
    posts: 1_000,
    ...given,
  };
}
