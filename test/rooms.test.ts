import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Import {
  file: string;
  /** A path from the project's root, or the name of a package. */
  target: string;
  typeOnly: boolean;
}

function sourcesOf(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const statements = text.matchAll(
    /^(?:import|export) (type )?(?:[^;'"]*? from )?'([^']+)'|import\('([^']+)'\)/gm,
  );
  return [...statements].map(([, type, from, dynamic]) => {
    const target = from ?? dynamic ?? '';
    return {
      file,
      target: target.startsWith('.') ? join(dirname(file), target) : target,
      typeOnly: type !== undefined,
    };
  });
}

const sdk = /^@(?:aws-sdk|smithy)\//;
const inRoom =
  (...rooms: string[]) =>
  ({ target }: Import) =>
    rooms.some((room) => target.startsWith(`${room}/`));
const isPackage =
  (...names: (string | RegExp)[]) =>
  ({ target }: Import) =>
    names.some((name) => (typeof name === 'string' ? target === name : name.test(target)));
const any =
  (...rules: ((found: Import) => boolean)[]) =>
  (found: Import) =>
    rules.some((rule) => rule(found));

/** Who may import what: the table of the house, with the packages each room may know. */
const rules: [room: string, files: () => string[], allowed: (found: Import) => boolean][] = [
  ['lambda/core', () => sourcesOf('lambda/core'), inRoom('lambda/core')],
  [
    'lambda/http',
    () => sourcesOf('lambda/http'),
    any(
      inRoom('lambda/core', 'lambda/http'),
      isPackage('valibot'),
      (found) => found.typeOnly && found.target === 'aws-lambda',
    ),
  ],
  [
    'lambda/adapters',
    () => sourcesOf('lambda/adapters'),
    any(inRoom('lambda/core', 'lambda/adapters'), isPackage(sdk, /^@aws-lambda-powertools\//, /^node:/)),
  ],
  [
    'lambda/events',
    () => sourcesOf('lambda/events'),
    any(inRoom('lambda/core', 'lambda/events'), (found) => found.typeOnly && found.target === 'aws-lambda'),
  ],
  [
    'lambda/*.ts',
    () => sourcesOf('lambda').filter((file) => dirname(file) === 'lambda'),
    any(inRoom('lambda'), (found) => found.typeOnly && found.target === 'aws-lambda'),
  ],
  [
    'lib',
    () => sourcesOf('lib'),
    any(
      inRoom('lib', 'lambda/core'),
      (found) => found.typeOnly,
      isPackage(
        /^aws-cdk-lib(\/|$)/,
        'constructs',
        'esbuild',
        'fflate',
        'selfsigned',
        'yocto-spinner',
        sdk,
        /^node:/,
      ),
    ),
  ],
  ['bin', () => sourcesOf('bin'), any(inRoom('lib'), isPackage('aws-cdk-lib', /^node:/))],
];

describe('the house', () => {
  it.each(rules)('keeps %s to what it may import', (_, files, allowed) => {
    const imports = files().flatMap(importsOf);
    expect(imports.length).toBeGreaterThan(0);
    expect(imports.filter((found) => !allowed(found))).toEqual([]);
  });

  it('has no clock, randomness, environment or I/O in lambda/core', () => {
    const reaches = /process\.|Date\.now|new Date\(\)|Math\.random|setTimeout|randomUUID|fetch\(|console\./;
    const found = sourcesOf('lambda/core').filter((file) =>
      reaches.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(found).toEqual([]);
  });

  it('has no word of the local service in lambda/', () => {
    const found = sourcesOf('lambda').filter((file) =>
      /\blocal\b|stand-in|127\.0\.0\.1/i.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(found).toEqual([]);
  });

  it('has no file past 250 lines', () => {
    const long = ['bin', 'lib', 'lambda', 'test']
      .flatMap(sourcesOf)
      .filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > 251);
    expect(long).toEqual([]);
  });
});
