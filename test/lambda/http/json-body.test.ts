import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { RequestError } from '../../../lambda/core/errors.ts';
import { readJsonObject } from '../../../lambda/http/json-body.ts';
import { readBlogRequest } from '../../../lambda/http/read-blog-request.ts';
import { thrownBy } from '../thrown-by.ts';

const read = (body: string | undefined, contentType?: string, isBase64Encoded = false) =>
  readJsonObject({
    ...(body === undefined ? {} : { body }),
    isBase64Encoded,
    headers: contentType === undefined ? {} : { 'content-type': contentType },
  });
const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');
const fault = (action: () => unknown) => thrownBy(RequestError, action);

describe('a body', () => {
  it.each([
    undefined,
    'application/json',
    'application/x-www-form-urlencoded',
    'text/plain',
    'image/png',
    'application/xml',
  ])('of JSON is read under the content type %s, plain and in base64', (contentType) => {
    expect(read('{"a":1}', contentType)).toEqual({ a: 1 });
    expect(read(base64('{"a":1}'), contentType, true)).toEqual({ a: 1 });
  });

  it('may begin with a byte order mark', () => {
    expect(read('\uFEFF{"a":1}')).toEqual({ a: 1 });
    expect(read(base64('\uFEFF{"a":1}'), undefined, true)).toEqual({ a: 1 });
  });

  it('keeps every script through base64', () => {
    expect(read(base64('{"t":"नमस्ते ไทย 😀"}'), undefined, true)).toEqual({ t: 'नमस्ते ไทย 😀' });
  });

  it.each([
    [undefined, /no body; send a JSON object such as/],
    ['', /no body/],
    [' \n', /no body/],
    ['blog_topic=x', /must be JSON such as .*received "blog_topic=x"/],
    ['{"blog_topic":', /must be JSON/],
    ['x'.repeat(100), /received "x{60}…"/],
    ['[1]', /JSON object.*received \[1\]/],
    ['null', /received null/],
    ['"text"', /received "text"/],
    ['7', /received 7/],
  ])('%j is refused as invalid', (body, message) => {
    const error = fault(() => read(body));
    expect(error.fault).toBe('invalid-request');
    expect(error.message).toMatch(message);
  });

  it.each([
    ['application/xml', 'unsupported-media-type'],
    ['image/png', 'unsupported-media-type'],
    ['application/pdf; q=1', 'unsupported-media-type'],
    ['text/xml', 'invalid-request'],
    ['application/json; charset=utf-8', 'invalid-request'],
    ['application/problem+json', 'invalid-request'],
    ['APPLICATION/X-WWW-FORM-URLENCODED', 'invalid-request'],
    ['multipart/form-data; boundary=x', 'invalid-request'],
    ['application/octet-stream', 'invalid-request'],
    [undefined, 'invalid-request'],
  ])('that is no JSON under the content type %s is %s', (contentType, expected) => {
    expect(fault(() => read('<x/>', contentType)).fault).toBe(expected);
  });

  it('is refused past 16 KiB, however it is encoded', () => {
    const largest = `{"a":"${'x'.repeat(16 * 1024 - 8)}"}`;
    expect(read(largest)).toHaveProperty('a');
    expect(read(base64(largest), undefined, true)).toHaveProperty('a');
    expect(fault(() => read(`${largest} `)).fault).toBe('body-too-large');
    expect(fault(() => read(base64(`${largest} `), undefined, true)).message).toMatch(
      /16384 bytes at most; received 16385/,
    );
    expect(fault(() => read(`{"a":"${'ก'.repeat(6_000)}"}`)).fault).toBe('body-too-large');
  });

  const utf16 = Buffer.from('\uFEFF{"a":1}', 'utf16le');
  it.each([
    ['bytes of no encoding', base64(Buffer.from([0x7b, 0xff, 0x7d])), true],
    ['Latin-1', base64(Buffer.from('{"blog_topic":"Caf\u00e9"}', 'latin1')), true],
    ['UTF-16', base64(utf16), true],
    ['UTF-16 without a mark', base64(utf16.subarray(2)), true],
    ['UTF-16 that the gateway has read as text', utf16.toString('utf8'), false],
  ])('of %s is refused: it must be UTF-8', (_, body, isBase64Encoded) => {
    expect(fault(() => read(body, 'application/json', isBase64Encoded)).message).toMatch(/not valid UTF-8/);
  });

  it('of bytes that are not text has an unsupported type, if its content type says so', () => {
    const png = base64(Buffer.from([0x89, 0x50, 0x4e, 0x47]));
    expect(fault(() => read(png, 'image/png', true)).fault).toBe('unsupported-media-type');
    expect(fault(() => read(png, 'application/octet-stream', true)).fault).toBe('invalid-request');
  });
});

describe('a compressed body', () => {
  const topic = '{"blog_topic":"Bees"}';
  const refusal = (body: string, isBase64Encoded: boolean, headers: Record<string, string>) =>
    fault(() => readJsonObject({ body, isBase64Encoded, headers }));

  it.each(['gzip', 'GZIP', ' br ', 'deflate', 'identity, gzip', 'zstd', 'x-gzip'])(
    'of the content coding %j is a format that is not supported',
    (coding) => {
      const error = refusal(topic, false, { 'content-encoding': coding });
      expect(error.fault).toBe('unsupported-media-type');
      expect(error.message).toMatch(
        /^No Content-Encoding is supported; received "(?:gzip|GZIP|br|deflate|zstd|x-gzip)"\./,
      );
    },
  );

  it.each(['', 'identity', 'Identity', 'utf-8', 'UTF8', ' identity , utf-8'])(
    'is none where the coding %j changes nothing',
    (coding) => {
      const headers = { 'content-encoding': coding };
      expect(readJsonObject({ body: topic, isBase64Encoded: false, headers })).toEqual({
        blog_topic: 'Bees',
      });
    },
  );

  it.each(['application/json', 'application/octet-stream', 'image/png', undefined])(
    'is known by its first bytes, whatever its type: %s',
    (contentType) => {
      const headers: Record<string, string> =
        contentType === undefined ? {} : { 'content-type': contentType };
      const zipped = gzipSync(topic);
      // In base64, and as the gateway makes text of it.
      for (const error of [
        refusal(zipped.toString('base64'), true, headers),
        refusal(zipped.toString('utf8'), false, headers),
      ]) {
        expect(error.fault).toBe('unsupported-media-type');
        expect(error.message).toMatch(/Content-Encoding is supported; received gzip, by its first bytes/);
      }
    },
  );

  it.each(['\u001f{}', '\u001fé', 'x\ufffd'])('is not what only begins alike: %j', (text) => {
    expect(refusal(text, false, {}).fault).toBe('invalid-request');
    expect(refusal(base64(text), true, {}).fault).toBe('invalid-request');
  });
});

it('a body in Latin-1 that the gateway took for UTF-8 is refused by the field that lost its letters', () => {
  const asText = Buffer.from('{"blog_topic":"Caf\u00e9 culture"}', 'latin1').toString('utf8');
  const error = fault(() => readBlogRequest(read(asText, 'application/json')));
  expect(error.errors).toEqual([
    {
      field: 'blog_topic',
      message: 'must be sent as UTF-8; received U+FFFD at offset 3, which stands for bytes that are not',
    },
  ]);
});

it.each([
  ['', 0],
  ['YQ==', 1],
  ['YWI=', 2],
  ['YWJj', 3],
  ['YWJjZA==', 4],
])('the size of the base64 %j is that of its %i bytes', (group, size) => {
  const full = 'YWJj'.repeat((16 * 1024) / 3);
  expect(full.length).toBe(((16 * 1024 - 1) / 3) * 4);
  // Full groups stand for 16,383 bytes: one more is room enough.
  const error = fault(() => read(full + group, undefined, true));
  expect(error.fault).toBe(size > 1 ? 'body-too-large' : 'invalid-request');
  if (size > 1) expect(error.message).toContain(`received ${16_383 + size}.`);
});
