import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { requestFields } from '../../lambda/core/request/request-fields.ts';
import { collectionFile } from '../../lib/tools/postman/newman.ts';
import { requestFaults } from './every-problem.ts';
import { faultsBySchema, type Node } from './openapi-document.ts';

const text = readFileSync(collectionFile, 'utf8');
const collection: Node = JSON.parse(text);
const folders: Node[] = collection.item;
const requests: Node[] = folders.flatMap(({ item }) => item);
const scriptOf = (node: Node, listen: string): string =>
  (node.event ?? [])
    .filter((event: Node) => event.listen === listen)
    .flatMap((event: Node) => event.script.exec)
    .join('\n');
const scripts = [collection, ...folders, ...requests].flatMap((node) => [
  scriptOf(node, 'test'),
  scriptOf(node, 'prerequest'),
]);

describe('docs/postman_collection.json', () => {
  it('smoke tests with two posts, and without credentials if the endpoint requires them', () => {
    const { item }: Node = folders.find(({ name }) => name === 'Smoke test');
    const keys = item
      .filter(({ request }: Node) => request.method === 'POST')
      .filter((request: Node) => !scriptOf(request, 'test').includes('status(400)'))
      .map(({ request }: Node) => request.body.raw);
    expect(new Set(keys).size).toBe(2);
    const [first]: Node[] = item;
    expect(first.request.auth).toEqual({ type: 'noauth' });
    expect(scriptOf(first, 'prerequest')).toContain("get('auth') === 'none'");
    expect(scriptOf(first, 'test')).toContain('[401, 403]');
  });

  it('is a collection in format 2.1', () => {
    expect(collection.info.schema).toBe(
      'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    );
  });

  it('tests every response with valid JavaScript', () => {
    for (const request of requests) expect(scriptOf(request, 'test')).toContain('pm.test(');
    for (const script of scripts) expect(() => new Script(`async () => {${script}\n}`)).not.toThrow();
  });

  it('declares every variable it uses, and sends requests only to baseUrl', () => {
    const declared = collection.variable.map(({ key }: Node) => key);
    // Set by the script that uses it, for itself.
    const used = [...text.matchAll(/\{\{([a-zA-Z]+)\}\}/g)]
      .map(([, name]) => name)
      .filter((name) => name !== 'longText');
    expect(used).toEqual(expect.arrayContaining(['baseUrl', 'jwt', 'awsAccessKeyId', 'awsSecretAccessKey']));
    expect(used.filter((name) => !declared.includes(name))).toEqual([]);
    for (const { request } of requests) expect(request.url).toMatch(/^\{\{baseUrl\}\}/);
  });

  it('uses every field, every request header and every status that a client can cause', () => {
    const unused = Object.keys(requestFields).filter(
      (field) => !requests.some(({ request }) => request.body?.raw.includes(`"${field}"`)),
    );
    expect(unused).toEqual([]);
    const headers = requests.flatMap(({ request }) => request.header.map(({ key }: Node) => key));
    expect(headers).toEqual(expect.arrayContaining(['Prefer', 'Idempotency-Key', 'Accept']));
    const tests = requests.map((request) => scriptOf(request, 'test')).join('\n');
    for (const type of requestFaults) expect(tests).toContain(`'urn:blog-writer:problem:${type}'`);
    for (const status of [200, 202, 400, 404, 413, 415, 422])
      expect(tests).toMatch(new RegExp(`\\b${status}\\b`));
  });

  it('has only bodies that docs/openapi.yaml accepts and short posts, except where a refusal is expected', () => {
    const bodies = requests
      .filter((request) => !/status\(4\d\d\)/.test(scriptOf(request, 'test')))
      .filter(({ request }) => request.body !== undefined)
      .map(({ request }: Node) => JSON.parse(request.body.raw));
    expect(bodies.length).toBeGreaterThan(3);
    for (const body of bodies) {
      expect(faultsBySchema('/components/schemas/BlogRequest', body)).toEqual([]);
      expect(body.word_count ?? requestFields.word_count.min).toBeLessThanOrEqual(360);
    }
  });
});
