import { basename, dirname, resolve } from 'node:path';
import type { OutputFile } from 'esbuild';
import { rolldown } from 'rolldown';

/** A file of a bundle, by its name. */
export interface BundleFile {
  readonly name: string;
  readonly code: string;
  /** The source map, as JSON. Default: none. */
  readonly map?: string;
}

/**
 * Removes unused code from a bundle and minifies it. esbuild keeps every object with a computed key, because converting
 * the key to a string could have a side effect, and so the schemas of all operations of the SDK; Rolldown assumes that
 * it has none. Functions and classes keep their names, so that error types and stack traces are readable; esbuild's
 * `keepNames` would need a call at run time for each function and closure.
 *
 * @param files esbuild's output for one function, with source maps
 * @param entry the path of the entry file
 * @param mapFolder the folder of the source maps, to which their sources are relative
 * @returns the files, the entry last
 */
export async function shake(
  files: readonly OutputFile[],
  entry: string,
  mapFolder: string,
): Promise<BundleFile[]> {
  const textOf = new Map(files.map(({ path, text }) => [path, text]));
  const bundle = await rolldown({
    input: entry,
    platform: 'node',
    external: /^node:/,
    // Otherwise a slow machine would print these during a deploy or a post.
    checks: { bundlerTimings: false },
    plugins: [
      {
        name: 'files',
        resolveId: (id, importer = entry) => resolve(dirname(importer), id),
        load: (path) => ({ code: textOf.get(path) ?? '', map: textOf.get(`${path}.map`) ?? null }),
      },
    ],
  });
  const { output } = await bundle.generate({
    dir: mapFolder,
    format: 'esm',
    minify: {
      mangle: { keepNames: true },
      compress: { keepNames: { function: true, class: true } },
    },
    // Annotations such as `@__PURE__` are no longer needed.
    comments: false,
    sourcemap: 'hidden',
    entryFileNames: basename(entry),
    // The names already have esbuild's hash.
    chunkFileNames: '[name].mjs',
  });
  await bundle.close();
  return output
    .flatMap((chunk) =>
      chunk.type === 'chunk'
        ? [{ name: chunk.fileName, code: chunk.code, map: chunk.map?.toString() ?? '' }]
        : [],
    )
    .toSorted((a, b) => Number(a.name === basename(entry)) - Number(b.name === basename(entry)));
}
