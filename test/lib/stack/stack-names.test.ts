import fc from 'fast-check';
import { expect, it } from 'vitest';
import { settingsTable } from '../../../lib/settings/settings-table.ts';
import { serviceName } from '../../../lib/stack/stack-names.ts';

it.each([
  ['BlogWriter', 'blog-writer'],
  ['Blog-Writer', 'blog---writer'],
  ['BlogWriter-dev', 'blog-writer--dev'],
  ['BlogWriterDev', 'blog-writer-dev'],
  ['blog-writer', '.blog--writer'],
  ['TheBlogOf2026', 'the-blog-of2026'],
])('the service of the stack %s is called %s', (stackName, name) => {
  expect(serviceName(stackName)).toBe(name);
});

it('two stacks never share a service name', () => {
  // Few letters, so that names are near each other.
  const stackName = fc.stringMatching(/^[ABab][ABab0-]{0,6}$/);
  fc.assert(
    fc.property(stackName, stackName, (one, other) => {
      expect(settingsTable.stackName.read(one)).toBe(one);
      expect(serviceName(one) === serviceName(other)).toBe(one === other);
    }),
    { numRuns: 2_000 },
  );
});
