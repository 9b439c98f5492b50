import file from '../../docs/prices.json' with { type: 'json' };
import type { Settings } from './settings.ts';

/** Where a figure comes from: the kinds are explained in the file's own note. */
interface Sourced {
  readonly unit: string;
  /** AWS's page, to check it at. */
  readonly source: string;
  readonly basis: 'price-list' | 'price-list-us-east-1' | 'aws-page' | 'quoted';
  /** The day of the text it was read in; `null` where that names none. */
  readonly readOn: string | null;
  readonly note: string;
}

/** US dollars for so many units. */
interface Price extends Sourced {
  readonly usd: number;
  readonly per: number;
}

/** What a million tokens of a model cost, in US dollars. */
interface ModelPrice extends Sourced {
  readonly name: string;
  /** With the geography of its profile, on which the price of some models depends. */
  readonly modelId: string;
  readonly promptUsd: number;
  readonly generationUsd: number;
}

/** The prices of one Region on one day. */
export interface Prices {
  readonly region: string;
  readonly currency: string;
  /** The day on which the figures were looked up, `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly note: string;
  /** What is free and left out. */
  readonly freeTiers: string;
  readonly prices: Readonly<Record<PricedUnit, Price>>;
  readonly models: readonly ModelPrice[];
}

/** Everything but tokens that a price is known for. */
export type PricedUnit = keyof typeof file.prices;

/** The project's price file. */
export const prices: Prices = file as Prices;

/** US dollars for a million tokens. */
export interface TokenPrice {
  readonly promptUsd: number;
  readonly generationUsd: number;
}

/** The settings that a model's price depends on. */
export type PricedModel = Pick<Settings, 'model' | 'region' | 'promptTokenPrice' | 'generationTokenPrice'>;

/**
 * What the tokens of the configured model cost: as `promptTokenPrice` and `generationTokenPrice` say, else as
 * docs/prices.json does for this model, called through this geography from this Region.
 *
 * @returns undefined where one of the two prices is not known
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
