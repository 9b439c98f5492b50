import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findControlToken } from '../../../lambda/core/post/control-tokens.ts';
import { buildInstruction } from '../../../lambda/core/post/prompt.ts';
import { type RequestField, requestFields } from '../../../lambda/core/request/request-fields.ts';
import { lambdaContext, postBlogEvent } from './events.ts';
import { post, postBlog } from './handlers.ts';

/** Text that is more likely than chance to hold what must not pass. */
const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...['[INST]', '[/INST]', '<s>', '</s>', '<<SYS>>', '<|', '|>', '\n', '\u0000', '\ud800', '../', ' '],
      ),
      fc.string({ unit: 'grapheme', maxLength: 5 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

const fields = Object.entries<RequestField>(requestFields);
const texts = fields.filter(([, { kind }]) => kind === 'text').map(([name]) => [name, nasty] as const);
const field = fc.constantFrom(...Object.keys(requestFields), '__proto__', 'x');
const body = fc.oneof(
  fc
    .dictionary(field, fc.oneof(nasty, fc.jsonValue(), fc.double()), { noNullPrototype: true })
    .map((value) => JSON.stringify(value)),
  fc
    .record({ blog_topic: nasty, ...Object.fromEntries(texts) }, { requiredKeys: ['blog_topic'] })
    .map((value) => JSON.stringify(value)),
  fc.json(),
  nasty,
);

it('no body crashes the handler, gets another answer than the contract names, or brings a control token to the model', async () => {
  await fc.assert(
    fc.asyncProperty(
      body,
      fc.boolean(),
      fc.option(nasty, { nil: undefined }),
      async (text, isBase64Encoded, contentType) => {
        postBlog.mockClear();
        const event = postBlogEvent(text, {
          body: isBase64Encoded ? Buffer.from(text).toString('base64') : text,
          isBase64Encoded,
          headers: contentType === undefined ? {} : { 'content-type': contentType, prefer: contentType },
        });
        const { statusCode, body: answer } = await post(event, lambdaContext());
        expect([200, 400, 415]).toContain(statusCode);
        expect(JSON.parse(answer ?? '')).toHaveProperty(
          statusCode === 200 ? 'statusCode' : 'status',
          statusCode,
        );
        expect(postBlog).toHaveBeenCalledTimes(statusCode === 200 ? 1 : 0);
        for (const [{ request }] of postBlog.mock.calls) {
          const instruction = buildInstruction(request);
          expect(findControlToken(instruction)).toBeUndefined();
          expect(instruction).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        }
      },
    ),
    { numRuns: 1_000 },
  );
});
