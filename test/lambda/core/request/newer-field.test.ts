import { expect, it, vi } from 'vitest';
import { fingerprintText, withDefaults } from '../../../../lambda/core/request/blog-request.ts';
import type * as RequestFields from '../../../../lambda/core/request/request-fields.ts';

vi.mock('../../../../lambda/core/request/request-fields.ts', async (importOriginal) => {
  const actual = await importOriginal<typeof RequestFields>();
  const newer = {
    audience: { property: 'audience', kind: 'text', maxLength: 60, labels: 'none' },
    seed: { property: 'seed', kind: 'integer', min: 0, max: 9, default: 7 },
  };
  return { ...actual, requestFields: { ...actual.requestFields, ...newer } };
});

const fingerprintOf = (more: object) => fingerprintText(withDefaults({ blogTopic: 'Bees', ...more }));
const before = '["Bees",200,null,null,512,0.5,0.9';

it.each([
  ['left out', {}, `${before}]`],
  ['set to its default', { seed: 7 }, `${before}]`],
  ['set', { audience: 'children' }, `${before},["audience","children"]]`],
  ['set beside another', { audience: 'children', seed: 3 }, `${before},["audience","children"],["seed",3]]`],
])(
  'a request with a newer field %s has a fingerprint that names it only where it differs from its default',
  (_, more, text) => {
    expect(fingerprintOf(more)).toBe(text);
  },
);
