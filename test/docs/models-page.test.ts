import { describe, expect, it } from 'vitest';
import { familyNames, familyTable } from '../../lambda/core/model/families/family-table.ts';
import { buildInstruction } from '../../lambda/core/post/prompt.ts';
import { withDefaults } from '../../lambda/core/request/blog-request.ts';
import { regionsWithDefaultModel } from '../../lib/settings/derived-defaults.ts';
import { readSettings } from '../../lib/settings/settings.ts';
import { contracts } from '../lambda/core/model/families/contracts.ts';
import { read, rows, section, spans } from './page-text.ts';

const page = read('docs/models.md');
const table = rows(section(page, 'Supported models').split('\n## ')[0] ?? '');

describe('the table of the models', () => {
  it('lists the known families in order, with the prefixes of their ids', () => {
    expect(table.flatMap(([name]) => spans(name ?? ''))).toEqual(familyNames);
    expect(table.map(([, ids]) => spans(ids ?? ''))).toEqual(
      familyNames.map((name) => [...familyTable[name].prefixes]),
    );
  });

  it('links the source of each contract', () => {
    const sources = table.map((row) => row.at(-1)).join('\n');
    for (const { page: source } of Object.values(contracts)) expect(sources).toContain(source);
  });
});

it('the page of the models has the instruction for all of them', () => {
  expect(page).toContain(`\`${buildInstruction(withDefaults({ blogTopic: '…' }))}\``);
});

describe('the table of the Regions', () => {
  const byRegion = rows(section(page, 'The model of a Region')).flatMap(([regions = '', model = '']) =>
    regions.split(', ').map((region) => [region, spans(model)[0]] as const),
  );

  it.each(byRegion)('names the default model of %s: %s', (region, model) => {
    expect(readSettings({ region }).modelId).toBe(model);
  });

  it('has every Region with a default model', () => {
    expect(byRegion.map(([region]) => region).sort()).toEqual([...regionsWithDefaultModel].sort());
  });
});

it('the README deploys to a Region in Europe, and names the model there', () => {
  const [, region, model] =
    /npx cdk deploy -c region=(eu-[a-z]+-\d)`.*?`(eu\.[\w.:-]+)`/.exec(read('README.md')) ?? [];
  expect(region && readSettings({ region }).modelId).toBe(model);
  expect(model).toBeDefined();
});
