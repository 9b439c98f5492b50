import { functionSettings } from '../../lambda/core/config/function-settings.ts';
import { choice, number, type Setting, text } from '../../lambda/core/config/setting-kinds.ts';
import { numberOf } from './setting-kinds.ts';

const aPrice = { default: undefined, min: 0, max: 10_000, unit: 'US dollars', fractions: true } as const;

/** The daily token budget of a public endpoint, unless it is set. */
export const publicTokenBudget = Number(functionSettings.dailyTokenBudget.default);

/** The threshold of the token alarm as a share of the budget: early enough to act before posts are refused. */
export const tokenAlarmShare = 0.8;

/** The settings for operation: logs, dashboard, alarms and prices. */
export const operationSettings = {
  logRetentionDays: numberOf({
    description: 'How long logs are kept',
    default: 30,
    // The values of CloudWatch Logs: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
    of: [
      1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
    ],
    unit: 'days',
  }),
  monitoring: choice({
    description: 'Dashboard and alarms; the default is `off` with `stage` `dev`',
    of: ['on', 'off'],
    default: 'on',
  }),
  alarmEmail: text({
    description: 'The address that receives alarms; AWS first asks it to confirm',
    accepts: 'an e-mail address',
    default: undefined,
    pattern: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  }),
  tokensPerDayAlarm: number<number>({
    description:
      'Tokens per UTC day, of prompts and posts, above which an alarm goes off; unless set, ' +
      `${100 * tokenAlarmShare} % of \`dailyTokenBudget\`, or ${publicTokenBudget} if that is off`,
    default: Math.ceil(tokenAlarmShare * publicTokenBudget),
    min: 1,
    max: 999_999_999,
    unit: 'tokens',
  }),
  promptTokenPrice: number<number | undefined>({
    description:
      'Price of a million prompt tokens, for estimates; unless set, that of the model in `docs/prices.json`',
    ...aPrice,
  }),
  generationTokenPrice: number<number | undefined>({
    description: 'The same for a million generated tokens',
    ...aPrice,
  }),
} as const satisfies Record<string, Setting<unknown>>;
