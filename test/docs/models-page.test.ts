import { describe, expect, it } from 'vitest';
import { familyNames, familyTable } from '../../lambda/core/model/families/family-table.ts';
import { contracts } from '../lambda/core/model/families/contracts.ts';
import { read, rows, section, spans } from '../readme-text.ts';

const page = read('docs/models.md');
const table = rows(section(page, 'The models that can write'));

describe('the table of the models', () => {
  it('names the families that are known, in their order, and how their ids begin', () => {
    expect(table.flatMap(([name]) => spans(name ?? ''))).toEqual(familyNames);
    expect(table.map(([, ids]) => spans(ids ?? ''))).toEqual(
      familyNames.map((name) => [...familyTable[name].prefixes]),
    );
  });

  it('names the page that each contract is taken from', () => {
    const sources = table.map((row) => row.at(-1)).join('\n');
    for (const { page: source } of Object.values(contracts)) expect(sources).toContain(source);
  });
});
