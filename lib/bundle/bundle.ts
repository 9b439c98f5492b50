import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { deployedFunctions, type FunctionName } from '../../lambda/core/config/variable.ts';
import { nodeBuiltins } from './node-builtins.ts';
import { replaceModules } from './replace-modules.ts';
import { type BundleFile, shake } from './shake.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

export interface BundleOptions<Name extends string> {
  /** The functions to bundle. @default - every deployed function */
  readonly functions?: readonly Name[];
  /** The folder of the entry points. @default - the project's `lambda/` */
  readonly entryDir?: string;
  /** The output folder. @default - the project's `.bundle/` */
  readonly outDir?: string;
  /** Receives each warning for the person who updates the SDK, one line each. @default console.warn */
  readonly onWarning?: (text: string) => void;
}

/**
 * Bundles functions for both the stack and the local service: `<outDir>/<name>/<name>.mjs`, with its lazily loaded
 * modules in the same folder. A bundle has no external dependencies, not even the runtime's SDK. Source maps go to
 * `<outDir>/sourcemaps/<name>/`, because Node would read one next to the code at every cold start.
 *
 * Several processes may bundle at once: files are replaced atomically, and only if they differ.
 *
 * @returns the folder of each function's bundle, by the function's name
 * @throws esbuild's BuildFailure
 */
export async function bundleFunctions<Name extends string = FunctionName>(
  options: BundleOptions<Name> = {},
): Promise<Record<Name, string>> {
  const names = options.functions ?? (deployedFunctions as readonly string[] as readonly Name[]);
  const {
    entryDir = join(projectRoot, 'lambda'),
    outDir = join(projectRoot, '.bundle'),
    onWarning = console.warn,
  } = options;
  const { plugin, faults } = replaceModules();
  const folders = await Promise.all(
    names.map(async (name) => {
      const folder = join(outDir, name);
      const maps = join(outDir, 'sourcemaps', name);
      const code = await makeCode(join(entryDir, `${name}.ts`), folder, maps, [nodeBuiltins, plugin]);
      await writeBundle([...(await makeAssets(name)), ...code], folder, maps);
      return [name, folder] as const;
    }),
  );
  // The functions use different SDK clients: only all of them together need every replacement.
  if (options.functions === undefined) for (const fault of faults()) onWarning(fault);
  return Object.fromEntries(folders) as Record<Name, string>;
}

async function makeCode(
  entry: string,
  folder: string,
  maps: string,
  plugins: Plugin[],
): Promise<BundleFile[]> {
  const { outputFiles } = await build({
    absWorkingDir: projectRoot,
    entryPoints: [entry],
    outdir: folder,
    bundle: true,
    splitting: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    mainFields: ['module', 'main'],
    legalComments: 'none',
    sourcemap: 'external',
    logLevel: 'warning',
    plugins,
  });
  return shake(outputFiles, join(folder, `${basename(folder)}.mjs`), maps);
}

/** The files that a function reads, in addition to its code. */
const assets: Readonly<Record<string, readonly string[]>> = {
  'get-blog': ['lambda/page/browser/write.ts', 'lambda/page/browser/wait.ts', 'lambda/page/page.css'],
};

/** Bundles and minifies the scripts and styles that a function sends to browsers. */
async function makeAssets(name: string): Promise<BundleFile[]> {
  const entryPoints = assets[name];
  if (entryPoints === undefined) return [];
  const { outputFiles } = await build({
    absWorkingDir: projectRoot,
    entryPoints: [...entryPoints],
    entryNames: '[name]',
    outdir: '.',
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2022',
    logLevel: 'warning',
  });
  return outputFiles.map(({ path, text }) => ({ name: basename(path), code: text }));
}

async function writeBundle(files: readonly BundleFile[], folder: string, maps: string): Promise<void> {
  for (const { name, code, map } of files) {
    if (map !== undefined) await replaceFile(join(maps, `${name}.map`), map);
    await replaceFile(join(folder, name), code);
  }
  await removeOthers(folder, new Set(files.map(({ name }) => name)));
  await removeOthers(maps, new Set(files.map(({ name }) => `${name}.map`)));
}

async function replaceFile(path: string, contents: string): Promise<void> {
  const present = await readFile(path, 'utf8').catch(() => undefined);
  if (present === contents) return;
  await mkdir(dirname(path), { recursive: true });
  // Not in the folder itself: everything in it is deployed.
  const draft = join(dirname(dirname(path)), `.${basename(path)}.${process.pid}.${crypto.randomUUID()}`);
  await writeFile(draft, contents);
  await rename(draft, path);
}

/** Removes the files of earlier builds, which would be deployed too. */
async function removeOthers(folder: string, keep: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!keep.has(name)) await rm(join(folder, name), { recursive: true, force: true });
  }
}
