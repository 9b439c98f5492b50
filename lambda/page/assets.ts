import { readFileSync } from 'node:fs';
import type { PageAssets } from './document.ts';

let assets: PageAssets | undefined;

/**
 * The style sheet and the scripts of the bundle, read once.
 *
 * @param codeUrl the bundle's `import.meta.url`
 * @throws Error if the bundle lacks one
 */
export function readAssets(codeUrl: string): PageAssets {
  const read = (name: string): string => readFileSync(new URL(name, codeUrl), 'utf8');
  assets ??= { style: read('./page.css'), writeScript: read('./write.js'), waitScript: read('./wait.js') };
  return assets;
}
