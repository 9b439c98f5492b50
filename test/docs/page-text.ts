import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A file of the project. */
export const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The text under a heading of a page, up to the next one of its level or above. */
export function section(page: string, heading: string): string {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => line.replace(/^#+ /, '') === heading && line.startsWith('#'));
  if (start === -1) throw new Error(`there is no heading "${heading}"`);
  const level = lines[start]?.indexOf(' ') ?? 0;
  // A `#` within a code block is no heading.
  let inCode = false;
  const length = lines.slice(start + 1).findIndex((line) => {
    if (line.trimStart().startsWith('```')) inCode = !inCode;
    return !inCode && new RegExp(`^#{1,${level}} `).test(line);
  });
  return lines.slice(start + 1, length === -1 ? undefined : start + 1 + length).join('\n');
}

/** The cells of the tables in a text, without their header rows. */
export function rows(text: string): string[][] {
  const lines = text.split('\n').map((line) => line.trim());
  return lines
    .filter(
      (line, at) => line.startsWith('|') && !line.startsWith('|---') && !lines[at + 1]?.startsWith('|---'),
    )
    .map((line) => line.slice(1, -1).split(/(?<!\\)\|/))
    .map((cells) => cells.map((cell) => cell.trim().replaceAll('\\|', '|')));
}

/** What stands in backquotes in a text. */
export const spans = (text: string): string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span);

/** What stands in backquotes in the first cell of each row. */
export const firstSpans = (text: string): string[] => rows(text).flatMap(([first = '']) => spans(first));

/** The blocks of code in a text. */
export const codeBlocks = (text: string): string[] =>
  [...text.matchAll(/^ *```\w*\n([\s\S]*?)^ *```$/gm)].map(([, code = '']) => code.trim());

/** The texts of the code as they are printed: joined where they are written in parts, `…` where a value goes. */
export function messagesOf(...folders: string[]): string {
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(?:ts|mjs)$/.test(name))
      .map((name) => join(folder, name)),
  );
  return files
    .map(read)
    .join('\n')
    .replace(/['`"]\s*\+\s*['`"]/g, '')
    .replaceAll("\\'", "'")
    .replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '…');
}

/** The fixed words of a quoted message. */
export const fragments = (span: string): string[] =>
  span
    .split('…')
    .map((part) => part.trim())
    .filter((part) => part !== '');
