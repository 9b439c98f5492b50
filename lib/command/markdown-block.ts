import { readFile, writeFile } from 'node:fs/promises';

const marks = (name: string): RegExp =>
  new RegExp(`(<!-- ${name}:begin -->\\n)([\\s\\S]*?)(\\n<!-- ${name}:end -->)`);

/** The text between the marks. @throws Error if the page has no block with this name */
export function readBlock(page: string, name: string): string {
  const text = marks(name).exec(page)?.[2];
  if (text === undefined) throw new Error(`the page has no block "${name}"`);
  return text;
}

/** Writes another text between the marks of a page. @throws Error as {@link readBlock} */
export async function writeBlock(page: URL, name: string, text: string): Promise<void> {
  await writeFile(page, replaceBlock(await readFile(page, 'utf8'), name, text));
}

/** The page with another text between the marks. @throws Error as {@link readBlock} */
export function replaceBlock(page: string, name: string, text: string): string {
  readBlock(page, name);
  return page.replace(marks(name), (_, begin: string, __, end: string) => begin + text + end);
}
