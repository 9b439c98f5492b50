import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { type PricedModel, tokenPriceOf } from '../../settings/prices.ts';
import type { Settings } from '../../settings/settings.ts';

/** The settings that bound what a public endpoint costs. */
export type BillSettings = PricedModel &
  Pick<Settings, 'auth' | 'postRate' | 'postBurst' | 'maxModelCalls' | 'dailyTokenBudget' | 'modelId'>;

/** Warns at synth where everybody may call: it names what bounds the bill, and how to close the endpoint. */
export function warnOfPublicEndpoint(scope: IConstruct, settings: BillSettings): void {
  if (settings.auth !== 'none' || settings.postRate === 0) return;
  const { postRate, postBurst, maxModelCalls, dailyTokenBudget } = settings;
  const posts = (postRate * 86_400).toLocaleString('en-US', { maximumFractionDigits: 0 });
  const budget =
    dailyTokenBudget === 'off'
      ? 'and no budget of tokens: supply -c dailyTokenBudget=200000, or another number'
      : `and ${dailyTokenBudget.toLocaleString('en-US')} generated tokens a day (dailyTokenBudget), ` +
        describeCost(dailyTokenBudget, settings);
  Annotations.of(scope).addWarningV2(
    'blog-writer:public-endpoint',
    'The endpoint is public (auth is none): whoever knows its URL can have posts written at your expense. What ' +
      `bounds the bill: postRate ${postRate} a second with postBurst ${postBurst}, so about ${posts} posts a day, of at ` +
      `most ${maxModelCalls} model calls each (maxModelCalls); ${budget}. Prompts are billed in addition. ` +
      'To let in only whom you know, supply -c auth=iam or -c auth=jwt; to close it, -c postRate=0.',
  );
}

function describeCost(tokens: number, settings: BillSettings): string {
  const price = tokenPriceOf(settings);
  if (price !== undefined) {
    const dollars = (tokens * price.generationUsd) / 1_000_000;
    return `which cost about US$ ${dollars.toFixed(2)} with ${settings.modelId}`;
  }
  return (
    `whose cost is not known: docs/prices.json has no price of ${settings.modelId} in ${settings.region}; supply ` +
    '-c promptTokenPrice and -c generationTokenPrice, US dollars for a million tokens'
  );
}
