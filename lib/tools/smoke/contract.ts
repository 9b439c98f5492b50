import { isBlogId } from '../../../lambda/core/post/blog-id.ts';
import type { Answer } from './client.ts';
import { expectThat } from './expectation.ts';
import { expectStatus } from './status.ts';

type Rule = readonly [field: string, expected: string, holds: (value: unknown) => boolean];

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
const isCount = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0;
const is = (field: string, wanted: unknown): Rule => [
  field,
  JSON.stringify(wanted),
  (value) => value === wanted,
];

const place: readonly Rule[] = [
  ['blog_id', 'a blog id', (value) => isText(value) && isBlogId(value)],
  ['s3_bucket', 'a text', isText],
  ['s3_key', 'blog_output/….txt', (value) => isText(value) && /^blog_output\/.+\.txt$/su.test(value)],
];
const post: readonly Rule[] = [
  ['generated_blog', 'a text', isText],
  ['word_count', 'a count above 0', (value) => isCount(value) && value !== 0],
  ['stop_reason', 'a text', isText],
  ['truncated', 'true or false', (value) => typeof value === 'boolean'],
  ['model_id', 'a text', isText],
  ['model_calls', '1 to 3', (value) => isCount(value) && Number(value) >= 1 && Number(value) <= 3],
  ['prompt_token_count', 'a count or none', (value) => value === undefined || isCount(value)],
  ['generation_token_count', 'a count or none', (value) => value === undefined || isCount(value)],
];
const problem: readonly Rule[] = ['type', 'title', 'detail', 'request_id'].map((field) => [
  field,
  'a text',
  isText,
]);

/** A post: every field, and where it is. @throws SmokeFailure */
export function expectPost(answer: Answer, topic: string): void {
  expectStatus(answer, 200);
  expectType(answer, 'application/json');
  const wanted = [
    is('statusCode', 200),
    is('body', 'Blog Generation is Completed!'),
    is('blog_topic', topic),
  ];
  expectFields(answer, [...wanted, ...place, ...post]);
  expectLocation(answer);
}

/** The promise of a post. @returns seconds until it makes sense to ask. @throws SmokeFailure */
export function expectPromise(answer: Answer): number {
  expectStatus(answer, 202);
  expectType(answer, 'application/json');
  expectFields(answer, [is('statusCode', 202), is('body', 'Blog Generation is Accepted!'), ...place]);
  expectLocation(answer);
  const retryAfter = answer.headers.get('retry-after');
  expectThat(/^\d+$/.test(retryAfter ?? ''), 'Retry-After in seconds', retryAfter);
  return Number(retryAfter);
}

/** An RFC 9457 problem. @param fields those at fault, each with its own error. @throws SmokeFailure */
export function expectProblem(answer: Answer, status: number, fields: readonly string[] = []): void {
  expectStatus(answer, status);
  expectType(answer, 'application/problem+json');
  expectFields(answer, [is('status', status), ...problem]);
  const { errors = [] } = answer.json;
  for (const field of fields) {
    const named =
      Array.isArray(errors) && errors.some((error) => error?.field === field && isText(error.message));
    expectThat(named, `an error of the field ${field}`, errors);
  }
}

/** @throws SmokeFailure */
export function expectType({ headers }: Answer, wanted: string): void {
  const type = headers.get('content-type');
  expectThat(type?.split(';')[0]?.trim() === wanted, `Content-Type ${wanted}`, type);
}

function expectFields({ json }: Answer, rules: readonly Rule[]): void {
  for (const [field, expected, holds] of rules) {
    expectThat(holds(json[field]), `${field} to be ${expected}`, json[field]);
  }
}

function expectLocation({ headers, json }: Answer): void {
  const wanted = `/blog/${encodeURIComponent(String(json.blog_id))}`;
  expectThat(headers.get('location') === wanted, `Location ${wanted}`, headers.get('location'));
}
