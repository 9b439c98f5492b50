import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';

/** The size of the zip of a folder, in bytes, compressed as the CDK compresses assets. */
export function zipSizeBytes(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const contents = Object.fromEntries(
    files.map((file) => [file.slice(folder.length + 1), new Uint8Array(readFileSync(file))]),
  );
  return zipSync(contents, { level: 9 }).length;
}
