import { SettingsError } from '../../../lib/settings/setting-conflicts.ts';
import { readSettings } from '../../../lib/settings/settings.ts';

/** What is wrong with the settings of a context; empty where they are right. */
export function faultsOf(context: Record<string, unknown>): readonly string[] {
  try {
    readSettings(context);
  } catch (error) {
    if (error instanceof SettingsError) return error.message.split('\n');
    throw error;
  }
  return [];
}
