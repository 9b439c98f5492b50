import { readFile } from 'node:fs/promises';
import { UsageError } from '../command/command-error.ts';
import { readSettings, type Settings } from '../settings/settings.ts';
import { settingsTable } from '../settings/settings-table.ts';

/**
 * The CDK context that a deploy from this folder would have: that of `cdk.json` under what was given as `-c name=value`.
 *
 * @throws UsageError for a `-c` without `=`
 */
export async function readProjectContext(given: readonly string[] = []): Promise<Record<string, unknown>> {
  const cdkJson = JSON.parse(await readFile(new URL('../../cdk.json', import.meta.url), 'utf8'));
  const overrides = given.map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1) throw new UsageError(`-c takes name=value; received ${JSON.stringify(pair)}`);
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
  return { ...cdkJson.context, ...Object.fromEntries(overrides) };
}

/**
 * The settings that a deploy from this folder would use: `cdk.json`'s context under what was given as
 * `-c name=value`.
 *
 * @throws SettingsError, and UsageError for a `-c` without `=`
 */
export async function readProjectSettings(given: readonly string[] = []): Promise<Settings> {
  return readSettings(await readProjectContext(given));
}

/** Reads `--region` or `--stack`, which take what the setting takes. @throws UsageError */
export function readSettingOption(
  option: '--region' | '--stack',
  value: string | undefined,
): string | undefined {
  const { read, accepts } = option === '--region' ? settingsTable.region : settingsTable.stackName;
  if (value === undefined || read(value) !== undefined) return value;
  throw new UsageError(`${option} takes ${accepts}; received ${JSON.stringify(value)}`);
}
