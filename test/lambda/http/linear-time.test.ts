import { describe, expect, it } from 'vitest';
import { RequestError } from '../../../lambda/core/errors.ts';
import { preferredFormat } from '../../../lambda/http/accept.ts';
import { pathPrefix, readBlogId } from '../../../lambda/http/blog-path.ts';
import { readHttpEvent } from '../../../lambda/http/http-event.ts';
import { readJsonObject } from '../../../lambda/http/json-body.ts';
import { readBlogRequest } from '../../../lambda/http/read-blog-request.ts';
import { prefersAsync, readIdempotencyKey } from '../../../lambda/http/request-headers.ts';

const headers = { 'content-type': 'application/json' };
/** Everything that reads what a caller sends. */
const readers: Record<string, (text: string) => unknown> = {
  'the event': (text) => readHttpEvent({ headers: { [text]: text }, rawPath: text, body: text }),
  Prefer: (text) => prefersAsync({ prefer: text }),
  'Prefer, after the preference': (text) => prefersAsync({ prefer: `respond-async${text}x` }),
  Accept: (text) => preferredFormat(text),
  'Idempotency-Key': (text) => readIdempotencyKey({ 'idempotency-key': text }),
  'a quoted Idempotency-Key': (text) => readIdempotencyKey({ 'idempotency-key': `"${text}` }),
  'Content-Type': (text) =>
    readJsonObject({ body: 'x', isBase64Encoded: false, headers: { 'content-type': `application/${text}` } }),
  'Content-Encoding': (text) =>
    readJsonObject({ body: 'x', isBase64Encoded: false, headers: { 'content-encoding': text } }),
  'the body': (text) => readJsonObject({ body: text, isBase64Encoded: false, headers }),
  'the body in base64': (text) => readJsonObject({ body: `${text}x`, isBase64Encoded: true, headers }),
  'the topic': (text) => readBlogRequest({ blog_topic: text }),
  'a field': (text) => readBlogRequest({ [text]: text, blog_topic: 'T' }),
  'the path': (text) => [
    pathPrefix({ rawPath: `${text}!` }),
    readBlogId({ rawPath: text, pathParameters: {} }),
  ],
  'the id in the path': (text) =>
    readBlogId({ rawPath: `/blog/20261122T160527123Z_${text}`, pathParameters: { blog_id: text } }),
};

const pieces = [
  ...['"\\', '"', '\\', '\\"', ',', ';', '=', ' ', '\t', '"a",', 'respond-async ', '=""', 'a=";,"'],
  ...[
    '/',
    '/blog',
    '/a',
    '-',
    'a-',
    '+',
    'a+',
    'json',
    'q=',
    '*/*',
    '[',
    '{"',
    '<',
    '<|',
    '<s',
    '\ufffd',
    'é',
    '\ud800',
  ],
];

/** Milliseconds of the fastest of some runs: what others do meanwhile makes none faster. */
function fastest(read: (text: string) => unknown, text: string): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 7; run += 1) {
    const startedAt = performance.now();
    try {
      read(text);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
    }
    best = Math.min(best, performance.now() - startedAt);
  }
  return best;
}

describe.each(Object.entries(readers))('to read %s', (_, read) => {
  it.each(pieces)('of %j takes no longer than its length says', (piece) => {
    const ofLength = (length: number) => piece.repeat(Math.ceil(length / piece.length));
    const small = fastest(read, ofLength(1_500));
    const large = fastest(read, ofLength(12_000));
    // Eight times the length: 8 in linear time, 64 in quadratic, which is 100 ms and more for this length.
    if (large > 10) expect(large / small).toBeLessThan(28);
  });
});
