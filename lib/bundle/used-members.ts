import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const lambdaFolder = fileURLToPath(new URL('../../lambda', import.meta.url));

/** What the checksums of S3's client set in a request, beside what our code sets. */
const setByTheClient = ['ChecksumAlgorithm', 'ChecksumMode'];

/** The words of our code that may name a member of a request or an answer of S3, as `IfNoneMatch` does. */
export function findUsedMembers(): ReadonlySet<string> {
  const words = readdirSync(lambdaFolder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => readFileSync(join(lambdaFolder, path), 'utf8').match(/\b[A-Z]\w+/g) ?? []);
  return new Set([...words, ...setByTheClient]);
}

/** The schema of what goes in or out of an operation: up to its members, their names, and their schemas. */
const structure =
  /^(export var (?:Put|Get|Head)Object(?:Request|Output)\$ = \[3, n0, \w+,\n\s+0,\n\s+)\[([^\]]*)\],(\n\s+)\[(.*)\](?=(?:, \d+)?\n\];)/gm;

/**
 * The schemas of the operations on objects with those of their members that are used: an object has some fifty.
 *
 * @param code the module of the schemas, which names each member by a constant
 * @throws Error where the names and schemas of a structure do not belong together
 */
export function keepUsedMembers(code: string, used: ReadonlySet<string>): string {
  const constants = new Map(
    [...code.matchAll(/^const (_\w*) = "(.*)";$/gm)].map(([, name = '', text = '']) => [name, text]),
  );
  return code.replace(structure, (_, head: string, names: string, gap: string, schemas: string) => {
    const members = names.split(', ');
    const shapes = schemas.split(/(?<=\]), (?=\[)/);
    if (members.length !== shapes.length) {
      throw new Error(`lib/bundle/used-members.ts does not understand the schema that begins ${head}`);
    }
    const kept = members.map((name) => used.has(constants.get(name) ?? name));
    const only = (all: readonly string[]): string => all.filter((_, index) => kept[index]).join(', ');
    return `${head}[${only(members)}],${gap}[${only(shapes)}]`;
  });
}
