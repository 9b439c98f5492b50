import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findUsedMembers, keepUsedMembers } from '../../../lib/bundle/used-members.ts';

const s3 = dirname(createRequire(import.meta.url).resolve('@aws-sdk/client-s3/package.json'));

const schemas = (names: string, shapes: string): string =>
  `const _B = "Bucket";\nconst _K = "Key";\nconst _VI = "VersionId";\nexport var GetObjectRequest$ = [3, n0, _GOR,\n    0,\n    [${names}],\n    [${shapes}], 2\n];\n`;

describe('keepUsedMembers', () => {
  it('leaves the used members of a structure with their schemas', () => {
    const code = schemas('_B, _VI, _K', '[0, 1], [() => A, { [_hQ]: _v }], [0, { [_hH]: _k }]');
    expect(keepUsedMembers(code, new Set(['Bucket', 'Key']))).toBe(
      schemas('_B, _K', '[0, 1], [0, { [_hH]: _k }]'),
    );
  });

  it('throws where names and schemas do not belong together', () => {
    expect(() => keepUsedMembers(schemas('_B, _K', '[0, 1]'), new Set())).toThrow(
      /does not understand the schema that begins export var GetObjectRequest/,
    );
  });

  it("changes all that goes in and out of the operations on objects in the SDK's own schemas", () => {
    const code = readFileSync(join(s3, 'dist-es/schemas/schemas_0.js'), 'utf8');
    const structures = (text: string): (string | undefined)[] =>
      [...text.matchAll(/^export var (\w+\$) = \[3, n0, [^;]*;/gm)].map(([whole]) => whole);
    const kept = structures(keepUsedMembers(code, findUsedMembers()));
    const changed = structures(code).filter((text, index) => kept[index] !== text);
    expect(changed.map((text) => text?.match(/(\w+)\$/)?.[1])).toEqual([
      'GetObjectOutput',
      'GetObjectRequest',
      'HeadObjectOutput',
      'HeadObjectRequest',
      'PutObjectOutput',
      'PutObjectRequest',
    ]);
  });
});

describe('findUsedMembers', () => {
  it('finds what our code sets and reads, and what the client sets for it', () => {
    const used = findUsedMembers();
    for (const name of ['Bucket', 'Key', 'Body', 'Metadata', 'ContentType', 'IfNoneMatch', 'IfMatch', 'ETag'])
      expect(used).toContain(name);
    expect(used).toContain('ChecksumAlgorithm');
    expect(used).not.toContain('VersionId');
  });
});
