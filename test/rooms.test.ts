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

const lambdaTypes = ({ target, typeOnly }: Import) => typeOnly && target === 'aws-lambda';
const cdk = [/^aws-cdk-lib(\/|$)/, 'constructs'];
/** What makes the deployment, and what that may know of the functions. */
const deployment = ['lib/stack', 'lib/settings', 'lib/bundle', 'lambda/core'];

/** Who may import what: the table of the house, with the packages each room may know. */
const rules: [room: string, files: () => string[], allowed: (found: Import) => boolean][] = [
  ['lambda/core', () => sourcesOf('lambda/core'), inRoom('lambda/core')],
  ['lambda/http', () => sourcesOf('lambda/http'), any(inRoom('lambda/core', 'lambda/http'), lambdaTypes)],
  [
    'lambda/adapters',
    () => sourcesOf('lambda/adapters'),
    any(inRoom('lambda/core', 'lambda/adapters'), isPackage(sdk, /^node:/)),
  ],
  [
    'lambda/events',
    () => sourcesOf('lambda/events'),
    any(inRoom('lambda/core', 'lambda/events'), lambdaTypes),
  ],
  [
    'lambda/page',
    () => sourcesOf('lambda/page'),
    any(inRoom('lambda/page'), isPackage(/^micromark(-|$)/, /^node:/)),
  ],
  [
    'lambda/*.ts',
    () => sourcesOf('lambda').filter((file) => dirname(file) === 'lambda'),
    any(inRoom('lambda'), lambdaTypes),
  ],
  ['lib/stack', () => sourcesOf('lib/stack'), any(inRoom(...deployment), isPackage(...cdk, /^node:/))],
  [
    'lib/settings',
    () => sourcesOf('lib/settings'),
    any(inRoom(...deployment), isPackage('docs/prices.json', 'leven')),
  ],
  [
    'lib/bundle',
    () => sourcesOf('lib/bundle'),
    any(inRoom(...deployment), isPackage('esbuild', 'rolldown', /^node:/)),
  ],
  [
    'lib/command',
    () => sourcesOf('lib/command'),
    any(inRoom('lib/command'), isPackage('leven', 'yocto-spinner', /^node:/)),
  ],
  [
    'lib/local',
    () => sourcesOf('lib/local'),
    any(
      lambdaTypes,
      inRoom(...deployment, 'lib/command', 'lib/local', 'lambda/adapters'),
      isPackage('valibot', sdk, /^node:/),
    ),
  ],
  [
    'lib/tools',
    () => sourcesOf('lib/tools'),
    any(
      inRoom(...deployment, 'lib/command', 'lib/local', 'lib/tools', 'lambda/adapters'),
      isPackage(...cdk, 'fflate', 'selfsigned', sdk, /^vitest/, /^node:/),
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

  it('has no import that runs in a circle, not even for a type', () => {
    const imports = ['bin', 'lib', 'lambda'].flatMap(sourcesOf).flatMap(importsOf);
    const targets = Map.groupBy(imports, ({ file }) => file);
    /** The first way from a file back to itself. */
    const circleFrom = (start: string): string[] => {
      const ways = [[start]];
      const seen = new Set<string>();
      for (const way of ways) {
        for (const { target } of targets.get(way.at(-1) ?? '') ?? []) {
          if (target === start) return way;
          if (seen.has(target)) continue;
          seen.add(target);
          ways.push([...way, target]);
        }
      }
      return [];
    };
    const circles = [...targets.keys()].map(circleFrom).filter(({ length }) => length > 0);
    expect(circles).toEqual([]);
  });

  it('has nothing but folders in lib', () => {
    expect(sourcesOf('lib').filter((file) => dirname(file) === 'lib')).toEqual([]);
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
