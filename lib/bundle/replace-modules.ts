import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin, PluginBuild } from 'esbuild';
import { type Replacement, replacements } from './replacements.ts';

const folder = fileURLToPath(new URL('./replacements/', import.meta.url));

/**
 * Replaces each module on the list with a file in `replacements/`. A module with an export that its replacement lacks
 * is bundled as published: another version of a package makes a bundle larger, but never breaks it.
 *
 * @returns a plugin of esbuild, for one build or several; and why modules were not replaced in any of them, one line each,
 * for the person who updates the SDK
 */
export function replaceModules(list: readonly Replacement[] = replacements) {
  /** The modules of the list that a bundle has. */
  const found = new Set<string>();
  /** What is wrong with replacements that cannot be applied. */
  const unfit = new Set<string>();
  const exported = new Map<string, Promise<readonly string[]>>();
  const exportsOf = ({ esbuild }: PluginBuild, path: string): Promise<readonly string[]> => {
    const names = exported.get(path) ?? readExports(esbuild, path);
    exported.set(path, names);
    return names;
  };
  const fileFor = (name: string): string | undefined => {
    const file = list.find(({ modules }) => modules.includes(name))?.file;
    return file && folder + file;
  };
  const plugin: Plugin = {
    name: 'replace-modules',
    setup(build) {
      build.onResolve({ filter: /^@/ }, ({ path, kind }) => {
        const file = kind === 'dynamic-import' ? fileFor(path) : undefined;
        if (file === undefined) return undefined;
        found.add(path);
        return { path: file };
      });
      build.onLoad({ filter: /\/node_modules\/.*\.js$/ }, async ({ path }) => {
        const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
        const file = fileFor(name);
        if (file === undefined) return undefined;
        found.add(name);
        const offered = new Set(await exportsOf(build, file));
        const missing = (await exportsOf(build, path)).filter((each) => !offered.has(each));
        if (missing.length > 0) {
          unfit.add(
            `lib/bundle/replacements/${basename(file)} does not export ${missing.join(', ')}, which ${name} does; the module is bundled as published`,
          );
          return undefined;
        }
        return { contents: `export * from ${JSON.stringify(file)};` };
      });
    },
  };
  const faults = (): string[] => {
    const gone = list.flatMap(({ modules }) => modules).filter((name) => !found.has(name));
    const fault = (name: string): string =>
      `lib/bundle/replacements.ts: no bundle contains ${name} any more; remove it from the list or name its successor`;
    return [...unfit, ...gone.map(fault)];
  };
  return { plugin, faults };
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
