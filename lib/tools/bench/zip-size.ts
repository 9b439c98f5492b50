import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';

/** How hard the zip is packed: the most there is, as the CDK packs an asset. */
export const zipLevel = 9;

/** How many bytes the zip of a folder has, with every file that is in it. */
export function zipSizeBytes(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const contents = Object.fromEntries(
    files.map((file) => [file.slice(folder.length + 1), new Uint8Array(readFileSync(file))]),
  );
  return zipSync(contents, { level: zipLevel }).length;
}
