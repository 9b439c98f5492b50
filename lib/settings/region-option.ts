import { UsageError } from '../command/command-error.ts';
import { settingsTable } from './settings-table.ts';

/** Reads `--region`, which takes what the setting takes. @throws UsageError */
export function readRegionOption(given: string | undefined): string | undefined {
  if (given === undefined || settingsTable.region.read(given) !== undefined) return given;
  throw new UsageError(`--region takes ${settingsTable.region.accepts}; received ${JSON.stringify(given)}`);
}
