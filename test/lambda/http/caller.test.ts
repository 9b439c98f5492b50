import { describe, expect, it } from 'vitest';
import { RequestError } from '../../../lambda/core/errors.ts';
import { callerOf } from '../../../lambda/http/caller.ts';
import { lambdaContext, postBlogEvent } from './events.ts';
import { bodyOf, post, postBlog } from './handlers.ts';

const iss = 'https://issuer.example.com';
const token = (claims: Record<string, unknown>) => ({ jwt: { claims: { iss, ...claims } } });

describe('the caller whose keys are kept apart', () => {
  it.each<[string, Record<string, unknown>, unknown[]]>([
    ['everybody where nobody is asked', {}, ['public']],
    ['the subject of a token', token({ sub: 'u', client_id: 'c', azp: 'a' }), ['jwt', iss, 'u']],
    [
      'the client of a token without a subject',
      token({ client_id: 'c', azp: 'a' }),
      ['jwt', iss, 'client_id', 'c'],
    ],
    [
      'the client where the subject is empty',
      token({ sub: '', client_id: 'c' }),
      ['jwt', iss, 'client_id', 'c'],
    ],
    ['the authorized party of a token', token({ azp: 'a' }), ['jwt', iss, 'azp', 'a']],
    ['the ARN of a signature', { iam: { userArn: 'arn:x' } }, ['iam', 'arn:x']],
  ])('is %s', (_, authorizer, caller) => {
    expect(callerOf({ authorizer })).toBe(JSON.stringify(caller));
  });

  it.each([
    [token({})],
    [token({ sub: '' })],
    [token({ sub: 7, azp: null })],
    [{ jwt: {} }],
    [{ jwt: null }],
  ])('is refused where a token names nobody: %j', (authorizer) => {
    expect(() => callerOf({ authorizer })).toThrow(
      /^The token has none of the claims sub, client_id, azp.*without the header Idempotency-Key\.$/,
    );
    expect(() => callerOf({ authorizer })).toThrow(RequestError);
  });

  it.each([[{ iam: {} }], [{ iam: null }], [{ iam: { userArn: '' } }]])(
    'is refused where a signature names nobody: %j',
    (authorizer) => {
      expect(() => callerOf({ authorizer })).toThrow(/^The signature of this request names no caller/);
    },
  );
});

it('a token that names nobody may ask for a post, but not under a key', async () => {
  const event = postBlogEvent({ blog_topic: 'T' });
  Object.assign(event.requestContext, { authorizer: token({}) });
  expect((await post(event, lambdaContext())).statusCode).toBe(200);
  const refused = await post({ ...event, headers: { 'idempotency-key': 'k' } }, lambdaContext());
  expect(bodyOf(refused)).toMatchObject({ status: 400, type: 'urn:blog-writer:problem:invalid-request' });
  expect(postBlog).toHaveBeenCalledOnce();
});
