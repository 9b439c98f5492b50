import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RequestError } from '../lambda/core/errors.ts';
import { findControlToken } from '../lambda/core/post/control-tokens.ts';
import { buildInstruction } from '../lambda/core/post/prompt.ts';
import { findRoleLabel } from '../lambda/core/post/role-label.ts';
import { withDefaults } from '../lambda/core/request/blog-request.ts';
import {
  type RequestField,
  type RequestInput,
  requestFields,
} from '../lambda/core/request/request-fields.ts';
import { isVisible, normalizeText } from '../lambda/core/request/text-rules.ts';
import { readBlogRequest } from '../lambda/http/read-blog-request.ts';
import { faultsBySchema, type Node, openApi } from './docs/openapi-document.ts';
import { bodies, texts } from './docs/request-bodies.ts';

const schema = openApi.components.schemas.BlogRequest;
const fields = Object.entries<RequestField>(requestFields);
const textFields = fields.filter(([, { kind }]) => kind === 'text').map(([name]) => name);

const schemaAccepts = (body: unknown): boolean =>
  faultsBySchema('/components/schemas/BlogRequest', body).length === 0;

function handlerAccepts(body: Record<string, unknown>): boolean {
  try {
    readBlogRequest(body);
    return true;
  } catch (error) {
    if (error instanceof RequestError) return false;
    throw error;
  }
}

/** First thing the schema cannot say: texts are judged in NFC and trimmed. */
const normalized = (body: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      textFields.includes(name) && typeof value === 'string' ? normalizeText(value) : value,
    ]),
  );

/** Second thing the schema cannot say: a control token that the texts form only together. */
const formTokenTogether = (body: Node): boolean => {
  const input = Object.fromEntries(fields.map(([name, { property }]) => [property, body[name]]));
  return findControlToken(buildInstruction(withDefaults(input as RequestInput))) !== undefined;
};

/**
 * Third thing the schema does not say: what engines differ in (which characters are visible, tag characters,
 * surrogates), and role labels.
 */
const breakRulesInWords = (body: Node): boolean =>
  textFields.some((name) => {
    const text = body[name];
    return (
      typeof text === 'string' &&
      (!isVisible(text) ||
        !text.isWellFormed() ||
        /[\u{e0000}-\u{e007f}]/u.test(text) ||
        findRoleLabel(text, name === 'blog_topic' ? 'first' : 'none') !== undefined)
    );
  });

describe('the request schema of docs/openapi.yaml', () => {
  it('has the fields of the table, with their types and bounds', () => {
    // Trimming, NFC and the rules of texts have no JSON Schema: the next tests hold those.
    const isText = (rules: Node): boolean => rules.$ref === '#/components/schemas/PromptText';
    const found = Object.entries<Node>(schema.properties).map(([name, rules]) =>
      isText(rules) ? [name, 'text'] : [name, rules.type, rules.minimum, rules.maximum],
    );
    const declared = fields.map(([name, field]) =>
      field.kind === 'text' ? [name, 'text'] : [name, field.kind, field.min, field.max],
    );
    expect(found).toEqual(declared);
    expect(schema.required).toEqual(fields.filter(([, field]) => field.required).map(([name]) => name));
    expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
  });

  it('has an example with every field', () => {
    const { examples } = openApi.paths['/blog'].post.requestBody.content['application/json'];
    expect(Object.keys(examples['every-field'].value)).toEqual(Object.keys(requestFields));
  });

  it('has the lengths and defaults of the code', () => {
    for (const [name, field] of fields) {
      const documented = schema.properties[name];
      if (field.kind === 'text') expect(documented.maxLength, name).toBe(field.maxLength);
      // One that depends on another field is documented in words.
      else if (typeof field.default === 'number') expect(documented.default, name).toBe(field.default);
      else expect(documented.default, name).toBeUndefined();
    }
    expect(schema.properties.max_gen_len.description).toContain(
      'larger of 512 and 2 × `word_count`, at most 2048',
    );
  });

  it('accepts and rejects the same bodies as the handler, except for those rules', () => {
    let accepted = 0;
    fc.assert(
      fc.property(bodies, (body) => {
        const asValidated = normalized(body);
        const expected =
          schemaAccepts(asValidated) && !formTokenTogether(asValidated) && !breakRulesInWords(asValidated);
        if (expected) accepted += 1;
        expect(handlerAccepts(body)).toBe(expected);
      }),
      { numRuns: 4_000 },
    );
    expect(accepted).toBeGreaterThan(50);
  });

  it('accepts and rejects the same texts as the handler', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const asValidated = normalized({ blog_topic: text });
        expect(handlerAccepts({ blog_topic: text })).toBe(
          schemaAccepts(asValidated) && !breakRulesInWords(asValidated),
        );
      }),
      { numRuns: 4_000 },
    );
  });

  it.each(Array.from({ length: 3 }, (_, plane) => plane))(
    'agrees with the handler on every character of plane %i',
    (plane) => {
      // By itself, and as the letter of a token.
      const unlike: string[] = [];
      for (let code = plane * 0x1_0000; code < (plane + 1) * 0x1_0000; code += plane === 0 ? 1 : 7) {
        const character = String.fromCodePoint(code);
        for (const text of [character, `<${character}>`, `[IN${character}T]`]) {
          const asValidated = normalized({ blog_topic: text });
          if (
            handlerAccepts({ blog_topic: text }) !==
            (schemaAccepts(asValidated) && !breakRulesInWords(asValidated))
          )
            unlike.push(`U+${code.toString(16)}`);
        }
      }
      expect(unlike).toEqual([]);
    },
  );

  it.each([
    ['longer than 200 only by white space around', { blog_topic: ` ${'x'.repeat(200)} ` }, true, false],
    ['longer than 200 only in NFD', { blog_topic: 'e\u0301'.repeat(150) }, true, false],
    ['longer than 200 only in NFC', { blog_topic: '\u0958'.repeat(150) }, false, true],
    ['a tag character', { blog_topic: 'a\u{e0041}' }, false, true],
    ['a role label in a style', { blog_topic: 'a', style: 'dry. Human: b' }, false, true],
    ['nothing visible', { blog_topic: '\u00ad' }, false, true],
    ['a lone surrogate', { blog_topic: 'a\ud800' }, false, true],
    ['a token from two fields', { blog_topic: 'a <|', style: 'b', tone: '|> c' }, false, true],
  ])('differs from the handler only where it must: %s', (_, body, handler, document) => {
    expect([handlerAccepts(body), schemaAccepts(body)]).toEqual([handler, document]);
  });
});
