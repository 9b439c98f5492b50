import { readSettings, SettingsError } from '../../../lib/settings/settings.ts';

/** What is wrong with the settings of a context; empty where they are right. */
export function faultsOf(context: Record<string, unknown>): readonly string[] {
  try {
    readSettings(context);
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
  return [];
}
