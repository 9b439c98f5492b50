import { describe, expect, it } from 'vitest';
import { claude } from '../../../../../lambda/core/model/families/claude.ts';
import {
  type ClaudeTraits,
  readClaudeTraits,
} from '../../../../../lambda/core/model/families/claude-traits.ts';
import { withDefaults } from '../../../../../lambda/core/request/blog-request.ts';

const request = withDefaults({ blogTopic: 'T' });
const withTopP = withDefaults({ blogTopic: 'T', topP: 0.8 });
const withTemperature = withDefaults({ blogTopic: 'T', temperature: 0.3 });
const withBoth = withDefaults({ blogTopic: 'T', temperature: 0.3, topP: 0.8 });
const older = 'anthropic.claude-3-haiku-20240307-v1:0';
const either = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
const latest = 'anthropic.claude-opus-4-7';

describe('the version of Claude', () => {
  it.each<[string, ClaudeTraits['sampling'], boolean]>([
    ['anthropic.claude-v2:1', 'both', false],
    ['anthropic.claude-instant-v1', 'both', false],
    [older, 'both', false],
    ['anthropic.claude-3-5-sonnet-20241022-v2:0', 'both', false],
    ['anthropic.claude-3-7-sonnet-20250219-v1:0', 'both', false],
    ['anthropic.claude-sonnet-4-20250514-v1:0', 'both', false],
    ['anthropic.claude-opus-4-20250514-v1:0', 'both', false],
    ['anthropic.claude-opus-4-1-20250805-v1:0', 'either', false],
    [either, 'either', false],
    ['anthropic.claude-haiku-4-5-20251001-v1:0', 'either', false],
    ['anthropic.claude-opus-4-6-v1', 'either', false],
    ['anthropic.claude-sonnet-4-6', 'either', false],
    [latest, 'none', false],
    ['anthropic.claude-sonnet-5', 'none', true],
    ['anthropic.claude-opus-5', 'none', true],
    ['anthropic.claude-haiku-5-5', 'none', true],
    ['anthropic.claude-opus-5-5', 'none', false],
    ['anthropic.claude-sonnet-5-5-20260901-v1:0', 'none', false],
    ['anthropic.claude-mythos-preview', 'none', false],
    ['anthropic.claude-fable-5-1', 'none', false],
    ['anthropic.claude-sonnet-12-3-20300101-v1:0', 'none', false],
  ])('%s accepts %s of temperature and top_p; thinking can be disabled: %s', (id, sampling, canStop) => {
    expect(readClaudeTraits(id)).toEqual({ sampling, canStopThinking: canStop });
  });
});

describe('the request to Claude', () => {
  it.each([
    [older, request, { temperature: 0.5 }],
    [older, withTopP, { temperature: 0.5, top_p: 0.8 }],
    [older, withBoth, { temperature: 0.3, top_p: 0.8 }],
    [either, request, { temperature: 0.5 }],
    [either, withTemperature, { temperature: 0.3 }],
    [either, withTopP, { top_p: 0.8 }],
    [latest, request, {}],
  ])('of %s has the sampling that the version accepts', (id, sent, sampling) => {
    const { temperature, top_p } = claude(id).buildBody(sent);
    expect({ temperature, top_p }).toEqual({ temperature: undefined, top_p: undefined, ...sampling });
  });

  it('asks a version that thinks by default not to', () => {
    expect(claude('anthropic.claude-sonnet-5').buildBody(request)).toMatchObject({
      thinking: { type: 'disabled' },
    });
    expect(claude(either).buildBody(request)).not.toHaveProperty('thinking');
  });

  it.each([
    [older, withBoth, []],
    [either, withTopP, []],
    [either, withBoth, ['temperature', 'top_p']],
    [latest, withTemperature, ['temperature']],
    [latest, withBoth, ['temperature', 'top_p']],
    [latest, request, []],
  ])('of %s is refused by the fields that the version does not accept', (id, sent, fields) => {
    const faults = claude(id).findFaults?.(sent) ?? [];
    expect(faults.map(({ field }) => field)).toEqual(fields);
    for (const { message } of faults) expect(message).toContain(id);
  });
});
