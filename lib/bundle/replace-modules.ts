import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Plugin, PluginBuild } from 'esbuild';
import { type Replacement, replacements } from './replacements.ts';

const folder = fileURLToPath(new URL('./replacements/', import.meta.url));

/** What became of the replacements in a build, or in several that share it. */
export interface ReplacementReport {
  /** The modules that were replaced, by their names in the list. */
  readonly replaced: Set<string>;
  /** The modules that stayed as published, each with the exports that its replacement lacks. */
  readonly kept: Map<string, readonly string[]>;
}

export const newReport = (): ReplacementReport => ({ replaced: new Set(), kept: new Map() });

/**
 * Puts a file of `replacements/` in the place of each module on the list. A module that exports something its
 * replacement does not stays as published: another version of a package makes a bundle larger, and never fails it.
 *
 * @param report receives what was replaced and what was kept
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
      // A client names its version to AWS. Its dependencies, scripts and addresses nobody reads.
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

/** What a person who updates the SDK should look at, a line each; none where every replacement had its effect. */
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
        ? `lib/bundle/replacements.ts: no bundle contains ${name} any more; remove it from the list or name what took its place`
        : `lib/bundle/replacements/${file} does not export ${lacking.join(', ')}, which ${name} does; the module is bundled as published`;
    });
}
