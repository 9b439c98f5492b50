import { expect, it } from 'vitest';
import { hasPage } from '../../../../lambda/core/config/page.ts';

it.each([
  ['none', 'on', true],
  ['jwt', 'on', true],
  // A browser cannot sign requests.
  ['iam', 'on', false],
  ['none', 'off', false],
  ['jwt', 'off', false],
  ['iam', 'off', false],
] as const)(
  'where auth is %s and the page is %s, that there is one to write on is %s',
  (auth, page, expected) => {
    expect(hasPage({ auth, page })).toBe(expected);
  },
);
