import { readFileSync } from 'node:fs';
import type { PageAssets } from './document.ts';

let assets: PageAssets | undefined;

/**
 * The style sheet and the scripts as they lie beside the function's code, read once.
 *
 * @param codeUrl the URL of the function's own file (`import.meta.url`)
 * @throws Error where the bundle lacks them
 */
export function readAssets(codeUrl: string): PageAssets {
  const read = (name: string): string => readFileSync(new URL(name, codeUrl), 'utf8');
  assets ??= { style: read('./page.css'), writeScript: read('./write.js'), waitScript: read('./wait.js') };
  return assets;
}
