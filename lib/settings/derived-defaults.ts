import { defaultModelId } from './default-model.ts';
import { type SettingValues, settingsTable } from './settings-table.ts';

/** Where the alarm on tokens goes off, as a part of the budget: early enough to act before posts are refused. */
const alarmShare = 0.8;

/**
 * The defaults that depend on other settings. What is set wins.
 *
 * - `stage`: each has a stack of its own; `dev` leaves nothing behind when it is destroyed, and is not watched.
 * - `region`: the model is one that can be called there, where one is known.
 * - `auth`: a public endpoint has a budget of tokens, unless it is switched off.
 *
 * @param given the settings that are set
 */
export function derivedDefaults(given: Partial<SettingValues>): Partial<SettingValues> {
  const { stage, auth = settingsTable.auth.default, region = settingsTable.region.default } = given;
  const modelId = defaultModelId(region);
  const publicBudget = settingsTable.dailyTokenBudget.default;
  const dailyTokenBudget = given.dailyTokenBudget ?? (auth === 'none' ? publicBudget : 'off');
  return {
    ...(modelId !== undefined && { modelId }),
    dailyTokenBudget,
    tokensPerDayAlarm:
      dailyTokenBudget === 'off' ? Number(publicBudget) : Math.ceil(alarmShare * dailyTokenBudget),
    ...(stage !== undefined && { stackName: `${settingsTable.stackName.default}-${stage}` }),
    ...(stage === 'dev' && { removalPolicy: 'destroy', monitoring: 'off' }),
  };
}
