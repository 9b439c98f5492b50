import { readFile } from 'node:fs/promises';
import { UsageError } from '../command/command-error.ts';
import { readSettings, type Settings } from '../settings/settings.ts';
import { settingsTable } from '../settings/settings-table.ts';

/**
 * The CDK context of a deploy from this folder: that of `cdk.json`, overridden by `-c` options.
 *
 * @param options each as `name=value`
 * @throws UsageError for an option without `=`
 */
export async function readProjectContext(options: readonly string[] = []): Promise<Record<string, unknown>> {
  const cdkJson = JSON.parse(await readFile(new URL('../../cdk.json', import.meta.url), 'utf8'));
  const overrides = options.map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1) throw new UsageError(`-c takes name=value; received ${JSON.stringify(pair)}`);
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
  return { ...cdkJson.context, ...Object.fromEntries(overrides) };
}

/** The settings of a deploy from this folder. @throws SettingsError, and UsageError as {@link readProjectContext} */
export async function readProjectSettings(options?: readonly string[]): Promise<Settings> {
  return readSettings(await readProjectContext(options));
}

const settingOptions = {
  '--auth': settingsTable.auth,
  '--region': settingsTable.region,
  '--stack': settingsTable.stackName,
} as const;

/** Reads an option that takes what a setting takes. @throws UsageError */
export function readSettingOption(
  option: keyof typeof settingOptions,
  value: string | undefined,
): string | undefined {
  const { read, accepts } = settingOptions[option];
  if (value === undefined || read(value) !== undefined) return value;
  throw new UsageError(`${option} takes ${accepts}; received ${JSON.stringify(value)}`);
}
