import { describe, expect, it } from 'vitest';
import { anyDetail, problems } from './docs/every-problem.ts';
import {
  answerExamples,
  faultsBySchema,
  follow,
  type Node,
  nodeAt,
  openApi,
  operations,
  validatorAt,
} from './docs/openapi-document.ts';

/** Every node of the document, with where it is. */
function nodesOf(node: Node, pointer = ''): { node: Node; pointer: string }[] {
  if (typeof node !== 'object' || node === null) return [];
  const below = Object.entries<Node>(node).flatMap(([name, value]) =>
    nodesOf(value, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
  return [{ node, pointer }, ...below];
}
const nodes = nodesOf(openApi);

/** The types that a response's problem may have, each with the response's status. */
const documentedTypes = operations.flatMap(({ node }) =>
  Object.entries<Node>(node.responses).flatMap(([status, response]) => {
    const schema = follow(response).node.content?.['application/problem+json']?.schema;
    const parts: Node[] = schema?.allOf ?? [];
    return parts
      .flatMap((part) => part.properties?.type?.enum ?? [])
      .map((type: string) => `${status} ${type}`);
  }),
);

describe('docs/openapi.yaml', () => {
  it('is OpenAPI 3.1 with what every client generator needs', () => {
    expect(openApi.openapi).toMatch(/^3\.1\./);
    expect(Object.keys(openApi.info)).toEqual(expect.arrayContaining(['title', 'version', 'license']));
    expect(operations.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'post /blog',
      'get /',
      'get /blog/{blog_id}',
    ]);
    expect(new Set(operations.map(({ node }) => node.operationId)).size).toBe(operations.length);
    for (const { node } of operations) {
      for (const response of Object.values(node.responses)) {
        expect(follow(response).node.description).toMatch(/\w/);
        expect(follow(response).node.content).toBeTypeOf('object');
      }
    }
  });

  it('has no broken reference and no unused component', () => {
    const references = nodes.map(({ node }) => node.$ref).filter((ref) => typeof ref === 'string');
    for (const reference of references) expect(nodeAt(reference.slice(1))).toBeDefined();
    const referable = Object.entries<Node>(openApi.components)
      .filter(([kind]) => kind !== 'securitySchemes')
      .flatMap(([kind, entries]) => Object.keys(entries).map((name) => `#/components/${kind}/${name}`));
    expect(referable.filter((name) => !references.includes(name))).toEqual([]);
  });

  it('names only path parameters that are in the path and security schemes that exist', () => {
    for (const { path, node } of operations) {
      const inPath = (node.parameters ?? []).map((parameter: Node) => follow(parameter).node);
      expect(
        inPath.filter((parameter: Node) => parameter.in === 'path').map((parameter: Node) => parameter.name),
      ).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    }
    expect(openApi.security.flatMap(Object.keys)).toEqual(Object.keys(openApi.components.securitySchemes));
  });

  it('has only schemas that ajv compiles in strict mode, by JSON Schema 2020-12', () => {
    const schemas = nodes.flatMap(({ node, pointer }) =>
      node.schema !== undefined && !pointer.endsWith('/properties') ? [`${pointer}/schema`] : [],
    );
    schemas.push(...Object.keys(openApi.components.schemas).map((name) => `/components/schemas/${name}`));
    expect(schemas.length).toBeGreaterThan(20);
    for (const pointer of schemas) expect(validatorAt(pointer)).toBeTypeOf('function');
  });

  it('has only patterns that every engine compiles: without the flag u and without rare escapes', () => {
    const patterns = nodes.flatMap(({ node }) => (typeof node.pattern === 'string' ? [node.pattern] : []));
    expect(patterns.length).toBeGreaterThan(4);
    for (const pattern of patterns) {
      for (const flags of ['', 'u']) expect(() => new RegExp(pattern, flags)).not.toThrow();
      // \p and \u are not in Python's re or Go's RE2; \d, \w and \s mean other characters from one to the next.
      expect(pattern).not.toMatch(/\\[pPuUdDwWsSbBkcvh]|\(\?[^:]/);
    }
  });

  it.each([
    ['20261122T160527123Z_Bees', true],
    ['20261122T160527123Z_What-is-a-GAN', true],
    ['20261122T160527123Z_डिफ्यूज़न-मॉडल', true],
    ['20261122T160527123Z_😀', true],
    ['20261122T160527123Z_', false],
    ['20261122T160527123Z_a-', false],
    ['20261122T160527123Z_-a', false],
    ['20261122T160527123Z_a--b', false],
    ['20261122T160527123Z_a b', false],
    ['20261122T160527123Z_a/b', false],
    ['20261122T160527123Z_a.txt', false],
    ['20261122T160527123Z_a_b', false],
    ['20261122T160527123Z_a@b', false],
    ['20261122T160527123Z_a{', false],
    ['20261122T160527123_a', false],
    ['٢0261122T160527123Z_a', false],
  ])('has a pattern of blog ids that accepts %j: %s', (id, accepted) => {
    expect(faultsBySchema('/components/schemas/BlogId', id).length === 0).toBe(accepted);
    const key = `blog_output/${id}.txt`;
    expect(faultsBySchema('/components/schemas/ObjectKey', key).length === 0).toBe(accepted);
  });

  it('has only examples that match their schemas', () => {
    const faults = nodes.flatMap(({ node, pointer }) => {
      if (node.schema === undefined) return [];
      const values = Object.values<Node>(node.examples ?? {}).map(({ value }) => value);
      if (node.example !== undefined) values.push(node.example);
      return values.flatMap((value) => faultsBySchema(`${pointer}/schema`, value));
    });
    expect(faults).toEqual([]);
  });
});

describe('the problems of docs/openapi.yaml', () => {
  it('are those of lambda/http/problem.ts, each with its status', () => {
    const ofCode = problems.map(({ type, status }) => `${status} ${type}`);
    expect([...new Set(documentedTypes)].sort()).toEqual([...ofCode].sort());
  });

  it.each(problems)('have an example for $type, in the words of the code', ({ type, title, detail }) => {
    const examples = answerExamples.filter(({ value }) => value.type === type);
    expect(examples).not.toEqual([]);
    for (const { value } of examples) {
      expect(value.title).toBe(title);
      // The detail of a refused request is about that request.
      if (detail !== anyDetail) expect(value.detail).toBe(detail);
    }
  });

  it.each(problems)('document Retry-After where $type has it', ({ status, retryAfter }) => {
    const responses = operations.flatMap(({ node }) => node.responses[status] ?? []);
    expect(responses).not.toEqual([]);
    for (const response of responses) {
      expect(follow(response).node.headers['Retry-After'] !== undefined).toBe(retryAfter !== undefined);
    }
  });
});
