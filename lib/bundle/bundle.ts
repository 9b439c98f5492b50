import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { nodeBuiltins } from './node-builtins.ts';
import { assertApplied, assertGone, trimPlugin } from './trim-plugin.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** The functions that are deployed: each has `lambda/<name>.ts`, which exports `handler`. */
export const deployedFunctions = ['post-blog', 'write-blog', 'get-blog'] as const;
export type DeployedFunction = (typeof deployedFunctions)[number];

export interface BundleOptions<Name extends string> {
  /** The functions to bundle. @default - every deployed function */
  readonly functions?: readonly Name[];
  /** The folder of the entry points. @default - `lambda/` of the project */
  readonly entryDir?: string;
  /** Where the bundles go. @default - `.bundle/` of the project */
  readonly outDir?: string;
  /**
   * Whether the SDK is trimmed to what runs in Lambda. Without it the bundle is as esbuild makes it by itself: what
   * the tests and the benchmark compare with.
   *
   * @default true
   */
  readonly trim?: boolean;
}

const common = {
  absWorkingDir: projectRoot,
  bundle: true,
  write: false,
  metafile: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  sourcemap: 'external',
  logLevel: 'warning',
} as const satisfies BuildOptions;

/**
 * Bundles functions for the stack and the local service alike: `<outDir>/<name>/<name>.mjs`, and beside it what it
 * loads later or never. It needs nothing else, not even the SDK of the runtime. Source maps go to
 * `<outDir>/sourcemaps/<name>/`: Node would read one beside the code at a cold start only to make traces prettier.
 *
 * Several processes may bundle at once: a file is replaced as a whole, and only where it differs.
 *
 * @returns the folder of each function's bundle, by the function's name
 * @throws esbuild's BuildFailure; TrimError where the list of trims and the SDK do not belong together any more
 */
export async function bundleFunctions<Name extends string = DeployedFunction>(
  options: BundleOptions<Name> = {},
): Promise<Record<Name, string>> {
  const names = options.functions ?? (deployedFunctions as readonly string[] as readonly Name[]);
  const {
    entryDir = join(projectRoot, 'lambda'),
    outDir = join(projectRoot, '.bundle'),
    trim = true,
  } = options;
  const applied = new Set<string>();
  const plugins = [nodeBuiltins, trimPlugin(applied)];
  const folders = await Promise.all(
    names.map(async (name) => {
      const entry = join(entryDir, `${name}.ts`);
      const build = trim ? { splitting: true, plugins } : { keepNames: true };
      return [name, await bundleFunction(name, entry, outDir, build)] as const;
    }),
  );
  // Each of the SDK's clients is in another function: only all of them together need every trim.
  if (trim && options.functions === undefined) assertApplied(applied);
  return Object.fromEntries(folders) as Record<Name, string>;
}

async function bundleFunction(
  name: string,
  entry: string,
  outDir: string,
  options: Pick<BuildOptions, 'splitting' | 'keepNames' | 'plugins'>,
): Promise<string> {
  const folder = join(outDir, name);
  const { outputFiles, metafile } = await build({
    ...common,
    ...options,
    entryPoints: [entry],
    outdir: folder,
  });
  if (options.plugins !== undefined) assertGone(metafile);
  const sourceMaps = join(outDir, 'sourcemaps', name);
  const isEntry = (path: string): boolean => basename(path) === `${name}.mjs`;
  // The entry last: what it imports is there by then.
  const entryFirst = outputFiles.toSorted((a, b) => Number(isEntry(b.path)) - Number(isEntry(a.path)));
  for (const { path, contents } of entryFirst.reverse()) {
    await replaceFile(path.endsWith('.map') ? join(sourceMaps, basename(path)) : path, contents);
  }
  const made = new Set(outputFiles.map(({ path }) => basename(path)));
  await removeOthers(folder, made);
  await removeOthers(sourceMaps, made);
  return folder;
}

async function replaceFile(path: string, contents: Uint8Array): Promise<void> {
  const present = await readFile(path).catch(() => undefined);
  if (present?.equals(contents)) return;
  await mkdir(dirname(path), { recursive: true });
  // Beside the folder, never in it: the folder is deployed as it is.
  const draft = join(dirname(dirname(path)), `.${basename(path)}.${process.pid}.${crypto.randomUUID()}`);
  await writeFile(draft, contents);
  await rename(draft, path);
}

/** What an earlier version left behind would be deployed too. */
async function removeOthers(folder: string, keep: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!keep.has(name)) await rm(join(folder, name), { recursive: true, force: true });
  }
}
