import { readFileSync } from 'node:fs';

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

/** The style sheet and the scripts of the pages, which stand beside the code in the bundle. */
export const assets = {
  style: read('./page.css'),
  writeScript: read('./write.js'),
  waitScript: read('./wait.js'),
};
