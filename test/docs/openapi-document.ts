import { readFileSync } from 'node:fs';
import { Ajv2020, type AnySchema, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

// biome-ignore lint/suspicious/noExplicitAny: a document of any shape, which the tests look at
export type Node = any;

/** docs/openapi.yaml as it is written, references and all. */
export const openApi: Node = parse(readFileSync(new URL('../../docs/openapi.yaml', import.meta.url), 'utf8'));

const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true });
addFormats.default(ajv);
// The document holds schemas without being one.
ajv.addVocabulary(Object.keys(openApi));
ajv.addSchema(openApi, 'openapi');

/** What a reference leads to, and where that is; a node that is none is returned as it is. */
export function follow(node: Node, pointer = ''): { node: Node; pointer: string } {
  if (typeof node?.$ref !== 'string' || Object.keys(node).length > 1) return { node, pointer };
  const target = node.$ref.slice(1);
  return follow(nodeAt(target), target);
}

/** @throws Error where a JSON pointer leads nowhere */
export function nodeAt(pointer: string): Node {
  const names = pointer.split('/').slice(1);
  return names.reduce((node, name) => {
    const next = node?.[decodePointer(name)];
    if (next === undefined) throw new Error(`docs/openapi.yaml has nothing at #${pointer}`);
    return next;
  }, openApi);
}

const validators = new Map<string, ValidateFunction>();

/** The validator for the schema at a pointer. @param keywords additional keywords */
export function validatorAt(pointer: string, keywords: Record<string, unknown> = {}): ValidateFunction {
  const id = pointer + JSON.stringify(keywords);
  const known = validators.get(id);
  if (known !== undefined) return known;
  const schema: AnySchema = { $ref: `openapi#${pointer}`, ...keywords };
  const validate = ajv.compile(schema);
  validators.set(id, validate);
  return validate;
}

/** What is wrong with a value by a schema of the document; empty where nothing is. */
export function faultsBySchema(
  pointer: string,
  value: unknown,
  keywords: Record<string, unknown> = {},
): string[] {
  const validate = validatorAt(pointer, keywords);
  return validate(value)
    ? []
    : (validate.errors ?? []).map(
        ({ instancePath, message, params }) =>
          `${instancePath || 'the value'} ${message} ${JSON.stringify(params)}`,
      );
}

/** A JSON pointer's part from a name. */
export const encodePointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

const decodePointer = (part: string): string =>
  decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');

/** One operation of the document. */
export interface Operation {
  method: string;
  path: string;
  pointer: string;
  node: Node;
}

export const operations: readonly Operation[] = Object.entries<Node>(openApi.paths).flatMap(([path, item]) =>
  Object.entries<Node>(item).map(([method, node]) => ({
    method,
    path,
    pointer: `/paths/${encodePointer(path)}/${method}`,
    node,
  })),
);

/** One example of an answer. */
export interface AnswerExample {
  name: string;
  status: number;
  mediaType: string;
  value: Node;
  /** Of the schema it is an example for. */
  schemaPointer: string;
}

/** Every example of an answer, each once, though several operations may refer to it. */
export const answerExamples: readonly AnswerExample[] = [
  ...new Map(
    operations.flatMap(examplesOf).map((example) => [example.schemaPointer + example.name, example]),
  ),
].map(([, example]) => example);

function examplesOf({ node, pointer }: Operation): AnswerExample[] {
  return Object.entries<Node>(node.responses).flatMap(([status, documented]) => {
    const response = follow(documented, `${pointer}/responses/${status}`);
    return Object.entries<Node>(response.node.content ?? {}).flatMap(([mediaType, media]) =>
      Object.entries<Node>(media.examples ?? {}).map(([name, example]) => ({
        name,
        status: Number(status),
        mediaType,
        value: example.value,
        schemaPointer: `${response.pointer}/content/${encodePointer(mediaType)}/schema`,
      })),
    );
  });
}
