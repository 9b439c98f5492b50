import { basename, dirname, resolve } from 'node:path';
import type { OutputFile } from 'esbuild';
import { rolldown } from 'rolldown';

/** A file of a bundle, by its name. */
export interface BundleFile {
  readonly name: string;
  readonly code: string;
  /** Its source map, as JSON. Default: none. */
  readonly map?: string;
}

/**
 * Leaves out what a finished bundle does not use, and minifies it. esbuild keeps every object with a computed key,
 * because making a string of a key could have an effect, and so every schema of every operation of the SDK; Rolldown
 * presumes that it has none. Functions and classes keep their names, so that an error's type and a trace can be read;
 * esbuild's `keepNames` would do this by a call at run time for each function and closure.
 *
 * @param files the modules that esbuild made of a function, and their source maps
 * @param entry the path of the file to begin with
 * @param mapFolder where the source maps are written: what they name is relative to it
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
    // Annotations such as `@__PURE__` have done their work.
    comments: false,
    sourcemap: 'hidden',
    entryFileNames: basename(entry),
    // esbuild has put a hash into the name.
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
