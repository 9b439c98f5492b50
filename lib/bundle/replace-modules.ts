import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Plugin, PluginBuild } from 'esbuild';
import { type Replacement, replacements } from './replacements.ts';

const folder = fileURLToPath(new URL('./replacements/', import.meta.url));

/** The result of the replacements in one build, or in several that share it. */
export interface ReplacementReport {
  /** The modules that were replaced, by their names in the list. */
  readonly replaced: Set<string>;
  /** The modules that were bundled as published, each with the exports that its replacement lacks. */
  readonly kept: Map<string, readonly string[]>;
}

export const newReport = (): ReplacementReport => ({ replaced: new Set(), kept: new Map() });

/**
 * Replaces each module on the list with a file in `replacements/`. A module with an export that its replacement lacks
 * is bundled as published: another version of a package makes a bundle larger, but never breaks it.
 *
 * @param report receives the replaced and the kept modules
 */
export function replaceModules(
  report: ReplacementReport,
  list: readonly Replacement[] = replacements,
): Plugin {
  const exported = new Map<string, Promise<readonly string[]>>();
  const exportsOf = ({ esbuild }: PluginBuild, path: string): Promise<readonly string[]> => {
    const found = exported.get(path) ?? readExports(esbuild, path);
    exported.set(path, found);
    return found;
  };
  const fileFor = (name: string): string | undefined => {
    const file = list.find(({ modules }) => modules.includes(name))?.file;
    return file && folder + file;
  };
  return {
    name: 'replace-modules',
    setup(build) {
      build.onResolve({ filter: /^@/ }, ({ path, kind }) => {
        const file = kind === 'dynamic-import' ? fileFor(path) : undefined;
        if (file === undefined) return undefined;
        report.replaced.add(path);
        return { path: file };
      });
      build.onLoad({ filter: /\/node_modules\/.*\.js$/ }, async ({ path }) => {
        const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
        const file = fileFor(name);
        if (file === undefined) return undefined;
        const offered = new Set(await exportsOf(build, file));
        const lacking = (await exportsOf(build, path)).filter((each) => !offered.has(each));
        if (lacking.length > 0) {
          report.kept.set(name, lacking);
          return undefined;
        }
        report.replaced.add(name);
        return { contents: `export * from ${JSON.stringify(file)};` };
      });
      // A client sends its version to AWS. The rest of its package.json is unused.
      build.onLoad({ filter: /\/node_modules\/@aws-sdk\/[\w-]+\/package\.json$/ }, async ({ path }) => {
        const { name, version } = JSON.parse(await readFile(path, 'utf8'));
        return { contents: JSON.stringify({ name, version }), loader: 'json' };
      });
    },
  };
}

async function readExports(esbuild: PluginBuild['esbuild'], path: string): Promise<readonly string[]> {
  const { metafile } = await esbuild.build({
    entryPoints: [path],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    write: false,
    outdir: folder,
    metafile: true,
    logLevel: 'silent',
  });
  return Object.values(metafile.outputs).flatMap((output) => output.exports);
}

/** The warnings for the person who updates the SDK, one line each; empty if every replacement was applied. */
export function describeFaults(
  { replaced, kept }: ReplacementReport,
  list: readonly Replacement[] = replacements,
): string[] {
  return list
    .flatMap(({ modules, file }) => modules.map((name) => ({ name, file })))
    .filter(({ name }) => !replaced.has(name))
    .map(({ name, file }) => {
      const lacking = kept.get(name);
      return lacking === undefined
        ? `lib/bundle/replacements.ts: no bundle contains ${name} any more; remove it from the list or name its successor`
        : `lib/bundle/replacements/${file} does not export ${lacking.join(', ')}, which ${name} does; the module is bundled as published`;
    });
}
