import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Metafile, Plugin } from 'esbuild';
import { type Edit, edits } from './edits.ts';
import { gone, type Trim, trims } from './trims.ts';

const replacements = fileURLToPath(new URL('./replacements/', import.meta.url));

/** The trims and the SDK do not belong together any more. The message says which, and what to do. */
export class TrimError extends Error {
  override readonly name = 'TrimError';
}

/** What the bundles do to the SDK. */
export interface Trimming {
  readonly trims: readonly Trim[];
  readonly edits: readonly Edit[];
}

/**
 * Puts the replacements in place of the modules that the list names, and edits those that are edited.
 *
 * @param applied receives what had an effect
 */
export function trimPlugin(applied: Set<string>, trimming: Trimming = { trims, edits }): Plugin {
  const find = (kind: 'modules' | 'loads', name: string): string | undefined => {
    const replacement = trimming.trims.find((entry) => entry[kind]?.includes(name))?.replacement;
    if (replacement === undefined) return undefined;
    applied.add(name);
    return replacements + replacement;
  };
  return {
    name: 'trims',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^@/ }, ({ path, kind }) => {
        const file = kind === 'dynamic-import' ? find('loads', path) : undefined;
        return file === undefined ? undefined : { path: file };
      });
      onLoad({ filter: /\/node_modules\/.*\.js$/ }, ({ path }) => {
        const file = find('modules', belowNodeModules(path));
        if (file === undefined) return undefined;
        return { contents: `export * from ${JSON.stringify(file)};`, resolveDir: dirname(path) };
      });
      for (const { name, files, edit } of trimming.edits) {
        onLoad({ filter: files }, async ({ path }) => {
          const code = await readFile(path, 'utf8');
          const contents = await edit(code, path);
          if (contents !== code) applied.add(name);
          return { contents, loader: path.endsWith('.json') ? 'json' : 'js' };
        });
      }
    },
  };
}

/**
 * Checks that every trim and edit still has an effect.
 *
 * @param applied what had one in any of the functions
 * @throws TrimError
 */
export function assertApplied(applied: ReadonlySet<string>, trimming: Trimming = { trims, edits }): void {
  const names = [
    ...trimming.trims.flatMap(({ modules = [], loads = [] }) => [...modules, ...loads]),
    ...trimming.edits.map(({ name }) => name),
  ];
  const idle = names.filter((name) => !applied.has(name));
  if (idle.length === 0) return;
  throw new TrimError(
    `lib/bundling/ trims what no bundle contains any more: ${idle.join(', ')}. The SDK has changed: find out what it ` +
      'does there now, change or remove the entry, and run test/end-to-end/bundle-parity.test.ts.',
  );
}

/**
 * Checks that a bundle is free of what the trims keep away.
 *
 * @throws TrimError with the module and what imports it
 */
export function assertGone(
  { inputs, outputs }: Pick<Metafile, 'inputs' | 'outputs'>,
  list: readonly string[] = gone,
): void {
  const contained = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  for (const [path, { bytesInOutput }] of contained) {
    const found = list.find((prefix) => moduleName(path).startsWith(prefix));
    if (found === undefined || bytesInOutput === 0) continue;
    const importers = Object.entries(inputs).filter(([, { imports }]) =>
      imports.some((to) => to.path === path),
    );
    throw new TrimError(
      `The bundle contains ${found}, which lib/bundling/trims.ts keeps out; imported by ` +
        `${importers.map(([importer]) => importer).join(', ')}. The SDK has changed: trim what leads there now, or ` +
        'remove the line from "gone", and run test/end-to-end/bundle-parity.test.ts.',
    );
  }
}

function moduleName(path: string): string {
  return path.startsWith('node-') ? path.replace(/^node-\w+:/, 'node:') : belowNodeModules(path);
}

function belowNodeModules(path: string): string {
  const marker = 'node_modules/';
  const start = path.lastIndexOf(marker);
  return start < 0 ? path : path.slice(start + marker.length);
}
