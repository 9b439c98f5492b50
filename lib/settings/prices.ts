import file from '../../docs/prices.json' with { type: 'json' };
import type { Settings } from './settings.ts';

/** The source of a price. The note in the file explains each `basis`. */
interface Sourced {
  readonly unit: string;
  /** The AWS page with the price. */
  readonly source: string;
  readonly basis: 'price-list' | 'price-list-us-east-1' | 'aws-page' | 'quoted';
  /** The date of the source; `null` if it has none. */
  readonly readOn: string | null;
  readonly note: string;
}

/** US dollars per number of units. */
interface Price extends Sourced {
  readonly usd: number;
  readonly per: number;
}

/** The price of a model's tokens, in US dollars per million. */
interface ModelPrice extends Sourced {
  readonly name: string;
  /** With the geography of its profile, on which some prices depend. */
  readonly modelId: string;
  readonly promptUsd: number;
  readonly generationUsd: number;
}

/** The prices of one Region on one day. */
export interface Prices {
  readonly region: string;
  readonly currency: string;
  /** The date of the prices, `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly note: string;
  /** The free tiers, which are not included. */
  readonly freeTiers: string;
  readonly prices: Readonly<Record<PricedUnit, Price>>;
  readonly models: readonly ModelPrice[];
}

/** Everything with a known price except tokens. */
export type PricedUnit = keyof typeof file.prices;

/** The project's price file. */
export const prices: Prices = file as Prices;

/** US dollars per million tokens. */
export interface TokenPrice {
  readonly promptUsd: number;
  readonly generationUsd: number;
}

/** The settings that a model's price depends on. */
export type PricedModel = Pick<Settings, 'model' | 'region' | 'promptTokenPrice' | 'generationTokenPrice'>;

/**
 * The token prices of the configured model: `promptTokenPrice` and `generationTokenPrice`, by default those in
 * docs/prices.json for this model, geography and Region.
 *
 * @returns undefined if one of the two prices is not known
 */
export function tokenPriceOf(settings: PricedModel): TokenPrice | undefined {
  const listed = settings.region === prices.region ? listedPrice(settings) : undefined;
  const promptUsd = settings.promptTokenPrice ?? listed?.promptUsd;
  const generationUsd = settings.generationTokenPrice ?? listed?.generationUsd;
  return promptUsd === undefined || generationUsd === undefined ? undefined : { promptUsd, generationUsd };
}

function listedPrice({ model: { id } }: PricedModel): ModelPrice | undefined {
  const geo = id.form === 'foundation-model' ? undefined : id.geo;
  const name = geo === undefined ? id.foundationModelId : `${geo}.${id.foundationModelId}`;
  return prices.models.find(({ modelId }) => modelId === name);
}
