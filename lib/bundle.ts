import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const projectRoot = fileURLToPath(new URL('..', import.meta.url));

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
}

/**
 * Bundles functions for the stack and the local service alike: `<outDir>/<name>/<name>.mjs`, one file that needs
 * nothing beside it, not even the SDK of the runtime. Source maps go to `<outDir>/sourcemaps/`: Node would read
 * one beside the code at a cold start only to make traces prettier.
 *
 * Several processes may bundle at once: a file is replaced as a whole, and only where it differs.
 *
 * @returns the folder of each function's bundle, by the function's name
 * @throws esbuild's BuildFailure
 */
export async function bundleFunctions<Name extends string = DeployedFunction>(
  options: BundleOptions<Name> = {},
): Promise<Record<Name, string>> {
  const names = options.functions ?? (deployedFunctions as readonly string[] as readonly Name[]);
  const { entryDir = join(projectRoot, 'lambda'), outDir = join(projectRoot, '.bundle') } = options;
  const folders = await Promise.all(
    names.map(async (name) => [name, await bundleFunction(name, entryDir, outDir)] as const),
  );
  return Object.fromEntries(folders) as Record<Name, string>;
}

async function bundleFunction(name: string, entryDir: string, outDir: string): Promise<string> {
  const folder = join(outDir, name);
  const { outputFiles } = await build({
    entryPoints: [join(entryDir, `${name}.ts`)],
    outfile: join(folder, `${name}.mjs`),
    absWorkingDir: projectRoot,
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    // The names of error classes are read, by callers and in the log.
    keepNames: true,
    legalComments: 'none',
    sourcemap: 'external',
    logLevel: 'warning',
  });
  const sourceMaps = join(outDir, 'sourcemaps');
  for (const { path, contents } of outputFiles) {
    await replaceFile(path.endsWith('.map') ? join(sourceMaps, basename(path)) : path, contents);
  }
  await removeOthers(folder, new Set(outputFiles.map(({ path }) => basename(path))));
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
