import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeBlocks, firstSpans, read, root, section } from './page-text.ts';

describe('the map of the code in docs/development.md', () => {
  const where = section(read('docs/development.md'), 'Where things are');
  const [listing = ''] = codeBlocks(where);
  const entries = listing.split(/\n(?=\S)/);
  const foldersIn = (folder: string) =>
    readdirSync(join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  const folders = ['lambda', 'lib'].flatMap((top) => foldersIn(top).map((name) => `${top}/${name}`));

  it('names the folders of lambda and lib, and no other', () => {
    const named = entries
      .map((entry) => /^(l\w+\/\w+)\//.exec(entry)?.[1])
      .filter((name) => name !== undefined);
    expect(named.sort()).toEqual(folders);
  });

  it.each(folders)('names the folders in %s, and says what may be imported there', (folder) => {
    const entry = entries.find((text) => text.startsWith(`${folder}/`));
    expect(foldersIn(folder).filter((name) => !entry?.includes(name))).toEqual([]);
    expect(firstSpans(where)).toContain(folder);
  });
});
