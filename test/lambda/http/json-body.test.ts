import { describe, expect, it } from 'vitest';
import type { RequestError } from '../../../lambda/core/errors.ts';
import { readJsonObject } from '../../../lambda/http/json-body.ts';

const read = (body: string | undefined, contentType?: string, isBase64Encoded = false) =>
  readJsonObject({
    ...(body === undefined ? {} : { body }),
    isBase64Encoded,
    headers: contentType === undefined ? {} : { 'content-type': contentType },
  });
const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');
const fault = (action: () => unknown): RequestError => {
  try {
    action();
  } catch (error) {
    return error as RequestError;
  }
  throw new Error('nothing was thrown');
};

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
    ['[1]', /JSON object.*received an array/],
    ['null', /received null/],
    ['"text"', /received a string/],
    ['7', /received a number/],
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

  it('is refused where its bytes are no UTF-8', () => {
    expect(fault(() => read(base64(Buffer.from([0x7b, 0xff, 0x7d])), undefined, true)).message).toMatch(
      /UTF-8/,
    );
  });

  it('of bytes that are no text is of a type that is not taken, where its type says so', () => {
    const png = base64(Buffer.from([0x89, 0x50, 0x4e, 0x47]));
    expect(fault(() => read(png, 'image/png', true)).fault).toBe('unsupported-media-type');
    expect(fault(() => read(png, 'application/octet-stream', true)).fault).toBe('invalid-request');
  });
});
