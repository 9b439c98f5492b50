import { describe, expect, it } from 'vitest';
import { familyNames, familyTable } from '../../lambda/core/model/families/family-table.ts';
import { buildInstruction } from '../../lambda/core/post/prompt.ts';
import { withDefaults } from '../../lambda/core/request/blog-request.ts';
import { defaultModelId } from '../../lib/settings/default-model.ts';
import { inferenceProfileRegions } from '../../lib/settings/inference-profile-regions.ts';
import { readSettings } from '../../lib/settings/settings.ts';
import { contracts } from '../lambda/core/model/families/contracts.ts';
import { read, rows, section, spans } from '../readme-text.ts';

const page = read('docs/models.md');
const table = rows(section(page, 'Supported models').split('\n## ')[0] ?? '');

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

it('the page of the models has the instruction that all of them get', () => {
  expect(page).toContain(`\`${buildInstruction(withDefaults({ blogTopic: '…' }))}\``);
});

describe('the table of the Regions', () => {
  const byRegion = rows(section(page, 'The model of a Region')).flatMap(([regions = '', model = '']) =>
    regions.split(', ').map((region) => [region, spans(model)[0]] as const),
  );

  it.each(byRegion)('names the model that %s has: %s', (region, model) => {
    expect(readSettings({ region }).modelId).toBe(model);
  });

  it('has every Region with a model of its own', () => {
    const rest = inferenceProfileRegions.flatMap(({ destinations }) => Object.keys(destinations));
    const known = byRegion.map(([region]) => region);
    expect(rest.filter((region) => defaultModelId(region) !== undefined && !known.includes(region))).toEqual(
      [],
    );
  });
});
