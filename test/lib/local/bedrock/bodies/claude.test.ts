import { describe, expect, test } from 'vitest';
import { bodiesOf, type Changes, contractOf } from './model-bodies.ts';

describe('a version of Claude', () => {
  const { body } = contractOf('Anthropic Claude') as { body: Changes };
  const both = { temperature: 0.5, top_p: 0.8 };
  const accepts = (id: string, sampling: Changes) => () =>
    bodiesOf(id).parse({ ...body, temperature: undefined, ...sampling });

  test.each([
    'anthropic.claude-3-haiku-20240307-v1:0',
    'us.anthropic.claude-3-7-sonnet-20250219-v1:0',
    'us.anthropic.claude-sonnet-4-20250514-v1:0',
  ])('%s accepts temperature and top_p together', (id) => {
    expect(accepts(id, both)).not.toThrow();
  });

  test.each([
    'us.anthropic.claude-opus-4-1-20250805-v1:0',
    'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    'us.anthropic.claude-haiku-4-5-20251001-v1:0',
    'us.anthropic.claude-opus-4-6-v1',
  ])('%s accepts either', (id) => {
    expect(accepts(id, { temperature: 0.5 })).not.toThrow();
    expect(accepts(id, { top_p: 0.8 })).not.toThrow();
    expect(accepts(id, both)).toThrow(
      '`temperature` and `top_p` cannot both be specified for this model. Please use only one.',
    );
  });

  test.each(['us.anthropic.claude-opus-4-7', 'us.anthropic.claude-sonnet-5'])('%s accepts neither', (id) => {
    expect(accepts(id, {})).not.toThrow();
    expect(accepts(id, { temperature: 0.5 })).toThrow('`temperature` is deprecated for this model.');
    expect(accepts(id, { top_p: 0.8 })).toThrow('`top_p` is deprecated for this model.');
  });

  test('can be asked not to think, except for the one that always does', () => {
    const thinking = { type: 'disabled' };
    expect(accepts('us.anthropic.claude-sonnet-5', { thinking })).not.toThrow();
    expect(accepts('us.anthropic.claude-fable-5-1', { thinking })).toThrow(
      'thinking cannot be disabled for this model.',
    );
  });
});
