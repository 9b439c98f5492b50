import { defaultModelId } from './default-model.ts';
import { publicTokenBudget, tokenAlarmShare } from './operation-settings.ts';
import { type SettingValues, settingsTable } from './settings-table.ts';

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
  const dailyTokenBudget = given.dailyTokenBudget ?? (auth === 'none' ? publicTokenBudget : 'off');
  return {
    ...(modelId !== undefined && { modelId }),
    dailyTokenBudget,
    tokensPerDayAlarm:
      dailyTokenBudget === 'off' ? publicTokenBudget : Math.ceil(tokenAlarmShare * dailyTokenBudget),
    ...(stage !== undefined && { stackName: `${settingsTable.stackName.default}-${stage}` }),
    ...(stage === 'dev' && { removalPolicy: 'destroy', monitoring: 'off' }),
  };
}
