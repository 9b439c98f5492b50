import { readFile } from 'node:fs/promises';

/** Where a figure comes from: the kinds are explained in the file's own note. */
export interface Sourced {
  readonly unit: string;
  /** AWS's page, to check it at. */
  readonly source: string;
  readonly basis: 'price-list' | 'price-list-us-east-1' | 'aws-page' | 'quoted';
  /** The day of the text it was read in; `null` where that names none. */
  readonly readOn: string | null;
  readonly note: string;
}

/** US dollars for so many units. */
export interface Price extends Sourced {
  readonly usd: number;
  readonly per: number;
}

/** What a model's tokens cost, in US dollars for `per` of them. */
export interface ModelPrice extends Sourced {
  readonly name: string;
  readonly modelId: string;
  readonly promptUsd: number;
  readonly generationUsd: number;
  readonly per: number;
}

/** Everything that a price is known for. */
export const pricedUnits = [
  'gatewayRequests',
  'lambdaRequests',
  'lambdaGbSeconds',
  's3Puts',
  's3Gets',
  's3GbMonths',
  'logGb',
  'logGbMonths',
  'metricMonths',
  'alarmMetricMonths',
  'dashboardMonths',
  'traces',
  'dataOutGb',
  'queueRequests',
  'alarmMails',
] as const;
export type PricedUnit = (typeof pricedUnits)[number];

/** The prices of one Region on one day. */
export interface Prices {
  readonly region: string;
  readonly currency: string;
  /** The day on which the figures were looked up, `YYYY-MM-DD`. */
  readonly taken: string;
  readonly note: string;
  /** What is free and left out. */
  readonly freeTiers: string;
  readonly prices: Readonly<Record<PricedUnit, Price>>;
  readonly models: readonly ModelPrice[];
}

/** The project's price file. */
export async function readPrices(): Promise<Prices> {
  return JSON.parse(await readFile(new URL('../../../docs/prices.json', import.meta.url), 'utf8'));
}

/** What an amount costs, in US dollars. @param amount in the price's own unit */
export function costOf(prices: Prices, unit: PricedUnit, amount: number): number {
  const { usd, per } = prices.prices[unit];
  return (usd * amount) / per;
}
