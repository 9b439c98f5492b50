import { publicTokenBudget, type SettingValues, settingsTable, tokenAlarmShare } from './settings-table.ts';

/** The default model and the Regions in which it can be called. */
const defaultModels: readonly { readonly id: string; readonly regions: readonly string[] }[] = [
  { id: 'us.meta.llama3-1-8b-instruct-v1:0', regions: ['us-east-1', 'us-east-2', 'us-west-2'] },
  // The only Llama models that can be called from this Region are Llama 4.
  { id: 'us.meta.llama4-scout-17b-instruct-v1:0', regions: ['us-west-1'] },
  { id: 'ca.amazon.nova-lite-v1:0', regions: ['ca-central-1'] },
  {
    id: 'eu.amazon.nova-lite-v1:0',
    regions: [
      ...['eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-3'],
      'il-central-1',
    ],
  },
  {
    id: 'apac.amazon.nova-lite-v1:0',
    regions: ['ap-northeast-1', 'ap-northeast-2', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2'],
  },
  // On demand, without a profile.
  { id: 'amazon.nova-lite-v1:0', regions: ['ap-southeast-3', 'eu-west-2', 'me-central-1', 'us-gov-west-1'] },
];

/** Every Region with a default model. */
export const regionsWithDefaultModel: readonly string[] = defaultModels.flatMap(({ regions }) => regions);

/**
 * The default of `modelId` for a Region; undefined if no available model is known.
 *
 * Sources: "Regional availability" of the models' pages, such as
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-card-amazon-nova-lite.html, as of October 2026.
 */
export function defaultModelId(region: string): string | undefined {
  return defaultModels.find(({ regions }) => regions.includes(region))?.id;
}

/**
 * The defaults that depend on other settings. An explicit setting overrides them.
 *
 * - `stage`: each has its own stack; a `dev` stack is removed completely when it is destroyed, and has no monitoring.
 * - `region`: the model is one that can be called from there, if one is known.
 * - `auth`: a public endpoint has a token budget, unless it is switched off.
 *
 * @param explicit the settings that are set
 */
export function derivedDefaults(explicit: Partial<SettingValues>): Partial<SettingValues> {
  const { stage, auth = settingsTable.auth.default, region = settingsTable.region.default } = explicit;
  const modelId = defaultModelId(region);
  const dailyTokenBudget = explicit.dailyTokenBudget ?? (auth === 'none' ? publicTokenBudget : 'off');
  return {
    ...(modelId !== undefined && { modelId }),
    dailyTokenBudget,
    tokensPerDayAlarm:
      dailyTokenBudget === 'off' ? publicTokenBudget : Math.ceil(tokenAlarmShare * dailyTokenBudget),
    ...(stage !== undefined && { stackName: `${settingsTable.stackName.default}-${stage}` }),
    ...(stage === 'dev' && { removalPolicy: 'destroy', monitoring: 'off' }),
  };
}
