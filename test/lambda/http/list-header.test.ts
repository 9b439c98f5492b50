import { expect, it } from 'vitest';
import { listMembers } from '../../../lambda/http/list-header.ts';

it.each<[string, string[]]>([
  ['', ['']],
  ['a', ['a']],
  ['a, b', ['a', ' b']],
  [',', ['', '']],
  ['x="a,b",c', ['x="a,b"', 'c']],
  ['x="a\\",b",c', ['x="a\\",b"', 'c']],
  ['x="a\\\\",c', ['x="a\\\\"', 'c']],
  ['x="a,b', ['x="a,b']],
  ['\\,a', ['\\', 'a']],
  ['"a\\', ['"a\\']],
])('the members of %j are %j', (header, members) => {
  expect(listMembers(header)).toEqual(members);
});
