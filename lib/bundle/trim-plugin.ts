import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Metafile, Plugin } from 'esbuild';
import { type Edit, edits } from './edits.ts';
import { gone, type Trim, trims } from './trims.ts';
import { type Unused, unused } from './unused.ts';
import { withoutBodies } from './without-bodies.ts';

const replacements = fileURLToPath(new URL('./replacements/', import.meta.url));

/** The trims and the SDK do not belong together any more. The message says which, and what to do. */
export class TrimError extends Error {
  override readonly name = 'TrimError';
}

/** What the bundles do to the SDK. */
export interface Trimming {
  readonly trims: readonly Trim[];
  readonly edits: readonly Edit[];
  readonly unused: readonly Unused[];
}

const all: Trimming = { trims, edits, unused };

/**
 * Puts the replacements in place of the modules that the list names, edits those that are edited, and leaves out what
 * is unused.
 *
 * @param applied receives what had an effect
 */
export function trimPlugin(applied: Set<string>, trimming: Trimming = all): Plugin {
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
      onLoad({ filter: /\/node_modules\/.*\.js(?:on)?$/ }, async ({ path }) => {
        const file = find('modules', belowNodeModules(path));
        if (file !== undefined) {
          return { contents: `export * from ${JSON.stringify(file)};`, resolveDir: dirname(path) };
        }
        const change = findChange(path, trimming, applied);
        if (change === undefined) return undefined;
        const contents = await change(await readFile(path, 'utf8'));
        return { contents, loader: path.endsWith('.json') ? 'json' : 'js' };
      });
    },
  };
}

/** How a file is changed: all edits that name it, then without what is unused. */
function findChange(path: string, trimming: Trimming, applied: Set<string>) {
  const module = belowNodeModules(path);
  const edited = trimming.edits.filter(({ files }) => files.test(path));
  const idle = trimming.unused.find((entry) => entry.module === module);
  if (edited.length === 0 && idle === undefined) return undefined;
  return async (original: string): Promise<string> => {
    let code = original;
    for (const { name, edit } of edited) {
      const before = code;
      code = await edit(before, path);
      if (code !== before) applied.add(name);
    }
    if (idle === undefined) return code;
    applied.add(module);
    const rest = withoutBodies(code, idle.names, (name) => {
      throw new TrimError(
        `lib/bundle/unused.ts leaves out ${name} of ${module}, which does not define it any more. The SDK has ` +
          'changed: find out what it does there now, change or remove the name, and run ' +
          'test/end-to-end/bundle-parity.test.ts.',
      );
    });
    return `import { trimmed } from ${JSON.stringify(`${replacements}trimmed.ts`)};\n${rest}`;
  };
}

/**
 * Checks that every trim and edit still has an effect.
 *
 * @param applied what had one in any of the functions
 * @throws TrimError
 */
export function assertApplied(applied: ReadonlySet<string>, trimming: Trimming = all): void {
  const names = [
    ...trimming.trims.flatMap(({ modules = [], loads = [] }) => [...modules, ...loads]),
    ...trimming.edits.map(({ name }) => name),
    ...trimming.unused.map(({ module }) => module),
  ];
  const idle = names.filter((name) => !applied.has(name));
  if (idle.length === 0) return;
  throw new TrimError(
    `lib/bundle/ trims what no bundle contains any more: ${idle.join(', ')}. The SDK has changed: find out what it ` +
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
      `The bundle contains ${found}, which lib/bundle/trims.ts keeps out; imported by ` +
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
