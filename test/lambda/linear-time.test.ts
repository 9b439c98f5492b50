import { expect, it } from 'vitest';
import { RequestError } from '../../lambda/core/errors.ts';
import { extractPost } from '../../lambda/core/post/extract-post.ts';
import { buildInstruction } from '../../lambda/core/post/prompt.ts';
import { endAtWholeSentence } from '../../lambda/core/post/whole-sentences.ts';
import { withDefaults } from '../../lambda/core/request/blog-request.ts';
import { findTextFault } from '../../lambda/core/request/text-rules.ts';
import { preferredFormat } from '../../lambda/http/accept.ts';
import { pathPrefix, readBlogId } from '../../lambda/http/blog-path.ts';
import { readHttpEvent } from '../../lambda/http/http-event.ts';
import { readJsonObject } from '../../lambda/http/json-body.ts';
import { readBlogRequest } from '../../lambda/http/read-blog-request.ts';
import { prefersAsync, readIdempotencyKey } from '../../lambda/http/request-headers.ts';

type Reader = (text: string) => unknown;

const headers = { 'content-type': 'application/json' };
const readBody = (body: string, more: object = {}) =>
  readJsonObject({ body, isBase64Encoded: false, headers, ...more });

/** What a caller sends: a body holds 16 KiB. */
const ofCallers: Record<string, Reader> = {
  'an event': (text) => readHttpEvent({ headers: { [text]: text }, rawPath: text, body: text }),
  Prefer: (text) => prefersAsync({ prefer: text }),
  'Prefer, after the preference': (text) => prefersAsync({ prefer: `respond-async${text}x` }),
  Accept: preferredFormat,
  'an Idempotency-Key': (text) => readIdempotencyKey({ 'idempotency-key': text }),
  'a quoted Idempotency-Key': (text) => readIdempotencyKey({ 'idempotency-key': `"${text}` }),
  'a Content-Type': (text) => readBody('x', { headers: { 'content-type': `application/${text}` } }),
  'a Content-Encoding': (text) => readBody('x', { headers: { 'content-encoding': text } }),
  'a body': (text) => readBody(text),
  'a body in base64': (text) => readBody(`${text}x`, { isBase64Encoded: true }),
  'a topic': (text) => readBlogRequest({ blog_topic: text }),
  'the text of a topic': (text) => findTextFault(text, 100_000, 'first'),
  'a field': (text) => readBlogRequest({ [text]: text, blog_topic: 'T' }),
  'a prefix in a path': (text) => pathPrefix({ rawPath: `${text}@/blog` }),
  'a path': (text) => readBlogId({ rawPath: text, pathParameters: {} }),
  'an id in a path': (text) =>
    readBlogId({ rawPath: `/blog/20261122T160527123Z_${text}`, pathParameters: { blog_id: text } }),
};
/** What a model writes: many times as much as max_gen_len allows. */
const ofModels: Record<string, Reader> = {
  'a generation': (text) => extractPost(`x${text}x`),
  'a generation from its first character': (text) => extractPost(text),
  'a post that was cut off': (text) => endAtWholeSentence(`${text}x`),
};

const instruction = buildInstruction(withDefaults({ blogTopic: 'Bees' }));
const pieces = [
  ...['"\\', '"', '\\', '\\"', ',', ';', '=', ' ', '\t', '"a",', '=""', 'a=";,"', 'q=', '*/*'],
  ...['respond-async ', '/', '/blog', '/a', '-', 'a-', '+', 'a+', 'json', '{"', '\ufffd', 'é', '\ud800'],
  ...['[', '<', '<|', '<s', '<s>', '<s> ', '</s>', '<s class="', '<|eot_id|>', '<|channel|>'],
  ...['<|channel|>analysis', 'analysis', 'assistantanalysis', 'assistantfinal', '<|START_THINKING|>'],
  ...['<|START_THINKING|>a<|END_THINKING|>', 'assistant\n', '.assistant\n', 'user  ', 'Human', '\nHuman'],
  ...['human: ', '\nHuman: ', 'Assistant: ', '. Human: ', '. Human:  ', '\n\nSystem: A', ' :', 'AI '],
  ...['\nRobot: a\nHuman: b', `. Human: ${instruction}`, `${instruction}\n`],
  ...['\n', '\n\n', '*', '#', '# a?\n', '`', '```\n', '1. ', '.)', 'a', 'a.b', '.', '. ', '.. ', 'A. '],
  ...['! a ', '.*', '."', '。'],
];

/** Milliseconds of CPU that this thread takes to read a text: what else runs on the machine is not counted. */
function cpuMs(read: Reader, text: string): number {
  const start = process.threadCpuUsage();
  try {
    read(text);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
  }
  const { user, system } = process.threadCpuUsage(start);
  return (user + system) / 1_000;
}

it.each([
  ...Object.entries(ofCallers).map(([name, read]) => [name, read, 16_000] as const),
  ...Object.entries(ofModels).map(([name, read]) => [name, read, 32_000] as const),
])('%s is read in a time that does not grow with the square of its length', (_, read, length) => {
  // Half of what every pair of characters would take, at a billion a second.
  const limitMs = length ** 2 / 2 / 1_000_000 / 2;
  const isSlow = (piece: string): boolean => {
    const text = piece.repeat(length / piece.length);
    // The first run may compile.
    return [1, 2].every(() => cpuMs(read, text) > limitMs);
  };
  expect(pieces.filter(isSlow)).toEqual([]);
});
