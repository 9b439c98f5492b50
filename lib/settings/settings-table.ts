import { functionSettings } from '../../lambda/core/config/function-settings.ts';
import { choice, number, type Setting, text } from '../../lambda/core/config/setting-kinds.ts';
import { regionPattern } from '../../lambda/core/model/model-name.ts';
import { list, numberOf } from './setting-kinds.ts';

/** The daily token budget of a public endpoint, unless it is set. */
export const publicTokenBudget = Number(functionSettings.dailyTokenBudget.default);

/** The threshold of the token alarm as a share of the budget: early enough to act before posts are refused. */
export const tokenAlarmShare = 0.8;

const { region, ...ofFunctions } = functionSettings;
const profileRegions = {
  accepts: 'Regions separated by commas, such as us-east-1,us-east-2',
  default: undefined,
  pattern: regionPattern,
};
const days = { min: 1, max: 3_650, unit: 'days' } as const;
const rate = { min: 0, max: 10_000, unit: 'requests per second', fractions: true } as const;
const burst = { min: 1, max: 5_000, unit: 'requests' } as const;
const price = { default: undefined, min: 0, max: 10_000, unit: 'US dollars', fractions: true } as const;

/**
 * Every setting, in the order of the table in docs/settings.md. A setting is a CDK context value: set it in `cdk.json`
 * under `context`, or for one command with `-c name=value`. Some defaults depend on other settings; see
 * `derivedDefaults`.
 */
export const settingsTable = {
  // The stack as a whole: name, place, retention, memory.
  stage: choice({
    description:
      'What the stack is for: `dev` is disposable, `prod` keeps its data; it changes the defaults of ' +
      '`stackName`, `removalPolicy` and `monitoring`',
    of: ['dev', 'prod'],
    default: undefined,
  }),
  stackName: text({
    description:
      "The stack's name; with `stage`, the default ends in `-dev` or `-prod`; another name is a second service",
    accepts: 'a letter, then letters, digits and hyphens, at most 128 characters',
    default: 'BlogWriter',
    pattern: /^[A-Za-z][A-Za-z0-9-]{0,127}$/,
  }),
  region,
  removalPolicy: choice({
    description:
      '`retain` keeps the bucket when the stack is destroyed; `destroy`, the default with `stage` `dev`, deletes it with every post',
    of: ['retain', 'destroy'],
    default: 'retain',
  }),
  oldVersionDays: number({
    description: 'How long a deleted or replaced version of a post is kept',
    default: 30,
    ...days,
  }),
  abortUploadDays: number({
    description: 'How long the parts of an unfinished upload are kept',
    default: 1,
    ...days,
  }),
  memorySizeMb: number({
    description: 'Memory of each function; its share of the CPU grows with it',
    default: 512,
    min: 128,
    max: 10_240,
    unit: 'megabytes',
  }),

  ...ofFunctions,

  // What only the stack reads of the models and the worker.
  modelRegions: list({
    description:
      'The Regions that the inference profile routes to; needed only for profiles that the project does not know',
    ...profileRegions,
  }),
  fallbackModelRegions: list({
    description: '`modelRegions` for the fallback model',
    ...profileRegions,
  }),
  workerReservedConcurrency: number({
    description:
      "Maximum number of posts that the worker writes at once, reserved for it; unless set, it shares the account's concurrency",
    default: undefined,
    min: 1,
    max: 1_000,
    unit: 'runs',
  }),

  // Access and throttling.
  jwtIssuer: text({
    description: 'The token issuer, exactly as in the `iss` claim; required with `auth` `jwt`',
    accepts: 'an https:// URL',
    default: undefined,
    pattern: /^https:\/\/[^\s?#]+$/,
  }),
  jwtAudiences: list({
    description:
      'The accepted audiences, one of which must be the `aud` or `client_id` claim; required with `auth` `jwt`',
    accepts: 'audiences separated by commas',
    default: undefined,
    pattern: /^[^\s,]+$/,
  }),
  corsOrigins: list({
    description: 'The web origins whose pages may call the API from a browser (CORS)',
    accepts: 'origins separated by commas, such as https://example.com, or *',
    default: undefined,
    pattern: /^(?:\*|https?:\/\/[^\s/?#*,]+)$/,
  }),
  postRate: number({
    description: 'Maximum number of `POST` requests per second; 0 closes the route',
    default: 1,
    ...rate,
  }),
  postBurst: number({
    description: '`POST` requests allowed at once on top of `postRate`',
    default: 5,
    ...burst,
  }),
  getRate: number({
    description: 'Maximum number of `GET` requests per second, on each route; 0 closes the routes',
    default: 10,
    ...rate,
  }),
  getBurst: number({
    description: '`GET` requests allowed at once on top of `getRate`',
    default: 20,
    ...burst,
  }),

  // Operation: logs, dashboard, alarms and prices.
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
    ...price,
  }),
  generationTokenPrice: number<number | undefined>({
    description: 'The same for a million generated tokens',
    ...price,
  }),
} as const satisfies Record<string, Setting<unknown>>;

export type SettingName = keyof typeof settingsTable;

/** The values of the table, by name. */
export type SettingValues = {
  readonly [Name in SettingName]: (typeof settingsTable)[Name]['default'];
};
