import { functionSettings } from '../../lambda/core/config/function-settings.ts';
import type { Setting } from '../../lambda/core/config/setting-kinds.ts';
import { accessSettings } from './access-settings.ts';
import { modelSettings } from './model-settings.ts';
import { operationSettings } from './operation-settings.ts';
import { stackSettings } from './stack-settings.ts';

/**
 * Every setting, in the order of the table in docs/settings.md. A setting is a CDK context value: set it in `cdk.json`
 * under `context`, or for one command with `-c name=value`. Some defaults depend on other settings; see
 * `derivedDefaults`.
 */
export const settingsTable = {
  ...stackSettings,
  ...functionSettings,
  ...modelSettings,
  ...accessSettings,
  ...operationSettings,
} as const satisfies Record<string, Setting<unknown>>;

export type SettingName = keyof typeof settingsTable;

/** The values of the table, by name. */
export type SettingValues = {
  readonly [Name in SettingName]: (typeof settingsTable)[Name]['default'];
};
