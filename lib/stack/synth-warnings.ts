import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { tokenPriceOf } from '../settings/prices.ts';
import type { Settings } from '../settings/settings.ts';

/** Warns at synth if the endpoint is public, with the limits on the bill and how to close the endpoint. */
export function warnOfPublicEndpoint(scope: IConstruct, settings: Settings): void {
  if (settings.auth !== 'none' || settings.postRate === 0) return;
  const { postRate, postBurst, maxModelCalls, dailyTokenBudget } = settings;
  const posts = (postRate * 86_400).toLocaleString('en-US', { maximumFractionDigits: 0 });
  const budget =
    dailyTokenBudget === 'off'
      ? 'there is no token budget: supply -c dailyTokenBudget=200000, or another number'
      : `at most ${dailyTokenBudget.toLocaleString('en-US')} generated tokens a day (dailyTokenBudget), ` +
        describeCost(dailyTokenBudget, settings);
  Annotations.of(scope).addWarningV2(
    'blog-writer:public-endpoint',
    'The endpoint is public (auth is none): anyone who knows its URL can have posts written at your expense. What ' +
      `limits the bill: postRate ${postRate} per second with postBurst ${postBurst}, about ${posts} posts a day, with at ` +
      `most ${maxModelCalls} model calls each (maxModelCalls); ${budget}. Prompts are billed in addition. ` +
      'To require authorization, supply -c auth=iam or -c auth=jwt; to close the endpoint, -c postRate=0.',
  );
}

function describeCost(tokens: number, settings: Settings): string {
  const price = tokenPriceOf(settings);
  if (price !== undefined) {
    const dollars = (tokens * price.generationUsd) / 1_000_000;
    return `which cost about US$ ${dollars.toFixed(2)} with ${settings.modelId}`;
  }
  return (
    `whose cost is not known: docs/prices.json has no price for ${settings.modelId} in ${settings.region}; supply ` +
    '-c promptTokenPrice and -c generationTokenPrice, in US dollars per million tokens'
  );
}

/** Warns at synth of settings that are set and have no effect. */
export function warnOfUnusedSettings(scope: IConstruct, settings: Settings): void {
  const { alarmEmail, auth, explicit, monitoring, page, stage, tokensPerDayAlarm } = settings;
  const warn = (id: string, text: string): void =>
    Annotations.of(scope).addWarningV2(`blog-writer:unused-${id}`, text);
  if (monitoring === 'off') {
    const because = `monitoring is off${stage === 'dev' ? ', the default with stage dev' : ''}. Supply -c monitoring=on`;
    if (alarmEmail !== undefined) {
      const unused = `No alarms will be sent to ${alarmEmail} (alarmEmail)`;
      warn('alarm-email', `${unused}: ${because}, or leave alarmEmail out.`);
    }
    if (explicit.has('tokensPerDayAlarm')) {
      const unused = `No alarm will go off above ${tokensPerDayAlarm} tokens a day (tokensPerDayAlarm)`;
      warn('tokens-per-day-alarm', `${unused}: ${because}, or leave tokensPerDayAlarm out.`);
    }
  }
  if (auth === 'iam' && page === 'on' && explicit.has('page')) {
    const because = 'auth is iam, and a page cannot sign requests. Supply -c auth=jwt or -c auth=none';
    warn('page', `There will be no page (page is on): ${because}, or leave page out.`);
  }
}
