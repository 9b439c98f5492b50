import { constants, copyFile, link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Node's error code (`ENOENT`), or undefined for anything else that was thrown. */
function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

// A key may name a folder of other keys, or lie "below" a file: neither is an object.
const absentCodes = ['ENOENT', 'ENOTDIR', 'EISDIR'];

/** The file's bytes, or undefined where no such file is. Reading a pipe would wait for whoever writes to it. */
export async function readIfPresent(file: string): Promise<Buffer | undefined> {
  try {
    if (!(await stat(file)).isFile()) return undefined;
    return await readFile(file);
  } catch (error) {
    if (absentCodes.includes(codeOf(error) ?? '')) return undefined;
    throw error;
  }
}

/** Removes a file; one that is not there is no error. */
export async function removeFile(file: string): Promise<void> {
  try {
    await rm(file);
  } catch (error) {
    // rm answers ERR_FS_EISDIR for a folder.
    if (![...absentCodes, 'ERR_FS_EISDIR'].includes(codeOf(error) ?? '')) throw error;
  }
}

/**
 * Puts a file in its place all at once: a reader, or a process that was killed meanwhile, finds the old content
 * or the new, never a part.
 *
 * @param temporary a path of the same file system that nobody else writes to
 * @param exclusive true creates only
 * @returns false where `exclusive` and the file is there already, whoever created it
 */
export async function placeFile(
  file: string,
  content: Uint8Array | string,
  options: { temporary: string; exclusive?: boolean },
): Promise<boolean> {
  const { temporary, exclusive = false } = options;
  await mkdir(path.dirname(file), { recursive: true });
  await mkdir(path.dirname(temporary), { recursive: true });
  try {
    await writeFile(temporary, content);
    if (exclusive) await linkExclusively(temporary, file);
    else await rename(temporary, file);
    return true;
  } catch (error) {
    if (exclusive && codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

// A link, unlike a rename, fails where the name is taken: this also holds against another local service on the
// same folder.
async function linkExclusively(temporary: string, file: string): Promise<void> {
  try {
    await link(temporary, file);
  } catch (error) {
    // File systems without hard links (exFAT): exclusive still, though a kill may leave a part.
    if (!['EPERM', 'ENOTSUP', 'ENOSYS'].includes(codeOf(error) ?? '')) throw error;
    await copyFile(temporary, file, constants.COPYFILE_EXCL);
  }
}
