import { defaultModelId } from './default-model.ts';
import { publicTokenBudget, type SettingValues, settingsTable, tokenAlarmShare } from './settings-table.ts';

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
