import file from '../../docs/prices.json' with { type: 'json' };
import type { Settings } from './settings.ts';

/** The project's price file: US dollars in one Region on one day. Its own `note` explains the fields. */
export const prices = file;

/** Everything with a known price except tokens. */
export type PricedUnit = keyof typeof prices.prices;

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

function listedPrice({ model: { id } }: PricedModel): TokenPrice | undefined {
  const name = id.geo === undefined ? id.foundationModelId : `${id.geo}.${id.foundationModelId}`;
  return prices.models.find(({ modelId }) => modelId === name);
}
