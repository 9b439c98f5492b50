import { describe, expect, it } from 'vitest';
import { toMetadata } from '../../lambda/adapters/blog-metadata.ts';
import { BlogFailure } from '../../lambda/core/errors.ts';
import { workerLifetimeMs } from '../../lambda/core/job/job.ts';
import type { Blog } from '../../lambda/core/post/blog.ts';
import { buildInstPrompt } from '../../lambda/core/post/prompt.ts';
import { requestDefaults, withDefaults } from '../../lambda/core/request/blog-request.ts';
import { type RequestField, requestFields } from '../../lambda/core/request/request-fields.ts';
import { toBlogResponse, toTextResponse } from '../../lambda/http/blog-response.ts';
import { toProblemResponse } from '../../lambda/http/problem.ts';
import { describeField } from '../../lib/local/blog-arguments.ts';
import { settingsTable } from '../../lib/settings/settings-table.ts';
import { apiCors } from '../../lib/stack/api/api-access.ts';
import { problems } from './every-problem.ts';
import { codeBlocks, firstSpans, read, rows, section, spans } from './page-text.ts';

const readme = section(read('README.md'), 'The contract');
const api = read('docs/api.md');
const contract = (heading: string): string => section(api, heading);

const aBlog: Required<Blog> = {
  blogTopic: 'Cats',
  text: 'Cats.',
  stopReason: 'stop',
  truncated: false,
  leakedToken: '</s>',
  modelId: 'meta.llama3-1-8b-instruct-v1:0',
  modelCalls: 1,
  promptTokenCount: 1,
  generationTokenCount: 1,
  guardrail: 'masked',
};
const blogId = '20261122T203843311Z_Cats';
const saved = { blogId, objectId: blogId, blog: aBlog };

describe('a request in docs/api.md', () => {
  it('has exactly the fields of the code, with their types and bounds', () => {
    const described = rows(contract('Request: `POST /blog`')).map(([name, type]) => [name, type]);
    expect(described).toEqual(
      Object.entries<RequestField>(requestFields).map(([name, field]) => [
        `\`${name}\``,
        describeField(field),
      ]),
    );
  });

  it('has the same fields in the README', () => {
    const described = rows(contract('Request: `POST /blog`')).map((cells) => cells.slice(0, 3));
    expect(rows(readme).slice(0, described.length)).toEqual(described);
  });

  it('has the prompt of a topic alone, byte for byte', () => {
    const prompt = buildInstPrompt(withDefaults({ blogTopic: 'What is Diffusion Model and GANs' }));
    expect(codeBlocks(contract('Request: `POST /blog`'))).toContain(prompt.replaceAll('\n', '\\n'));
  });

  it.each([
    ['word_count', requestDefaults.wordCount],
    ['temperature', requestDefaults.temperature],
    ['top_p', requestDefaults.topP],
  ])('has the default of %s', (field, value) => {
    const row = rows(contract('Request: `POST /blog`')).find(([first]) => first === `\`${field}\``);
    expect(row?.[2]).toBe(String(value));
  });

  it('says from which length on a post goes to the worker', () => {
    const { deadlineMs, handoverReserveMs, modelAttemptBaseMs, modelAttemptPerTokenMs } = settingsTable;
    const time = deadlineMs.default - handoverReserveMs.default - modelAttemptBaseMs.default;
    const tokens = time / modelAttemptPerTokenMs.default;
    expect(section(read('docs/settings.md'), 'How the times work together')).toContain(
      `more than ${tokens} tokens, as of a \`word_count\` above ${tokens / 2}`,
    );
    expect(contract('Response: 202')).toContain(`${tokens / 2} words at most`);
  });
});

describe('a response in docs/api.md', () => {
  it.each([
    ['Response: 200', toBlogResponse({ kind: 'completed', saved }, 'bucket')],
    ['Response: 202', toBlogResponse({ kind: 'accepted', blogId }, 'bucket')],
  ])('has exactly the fields of the code, in the example and in the table: %s', (heading, { body }) => {
    const fields = JSON.parse(body ?? '');
    const example = JSON.parse(codeBlocks(contract(heading))[0] ?? '');
    // Few responses have these, so the example omits them.
    const { leaked_token: _, guardrail: __, ...common } = fields;
    expect(Object.keys(example)).toEqual(Object.keys(common));
    expect([example.statusCode, example.body]).toEqual([fields.statusCode, fields.body]);
    expect(firstSpans(contract(heading))).toEqual(Object.keys(fields));
    const { statusCode, body: words } = fields;
    expect(readme).toContain(`| ${statusCode} | \`"statusCode": ${statusCode}, "body": "${words}"\` |`);
  });

  it('has exactly the headers that the service sends and CORS exposes', () => {
    const sent = [
      toBlogResponse({ kind: 'accepted', blogId }, 'bucket'),
      toTextResponse(saved),
      toProblemResponse(new BlogFailure('model-throttled', ''), 'id', 0),
      // The handler of GET adds this one to every answer.
      { headers: { vary: 'accept' } },
    ].flatMap(({ headers }) => Object.keys(headers ?? {}));
    const shown = apiCors({ auth: 'iam', corsOrigins: ['*'], jwtIssuer: undefined, jwtAudiences: undefined });
    const documented = firstSpans(contract('Headers')).map((name) => name.toLowerCase());
    const exposed = shown?.exposeHeaders ?? [];
    expect(exposed.length).toBeGreaterThan(0);
    expect([...exposed, ...sent].filter((name) => !documented.includes(name))).toEqual([]);
    const asked = ['content-type', 'prefer', 'idempotency-key', 'accept', 'authorization'];
    expect(documented.filter((name) => ![...asked, ...sent, ...exposed].includes(name))).toEqual([]);
    // The headers that a page may send, without those that CORS always allows and those of a signature.
    const allowed = shown?.allowHeaders?.filter((name) => !name.startsWith('x-amz-')) ?? [];
    expect(allowed.filter((name) => !asked.includes(name))).toEqual([]);
  });

  it('says how long a promise lasts', () => {
    expect(contract('Response: 202')).toContain(`within ${workerLifetimeMs / 60_000} minutes`);
  });

  it("has exactly the metadata of a post's object", () => {
    expect(firstSpans(contract('The file')).sort()).toEqual(Object.keys(toMetadata(aBlog, 'id')).sort());
  });
});

describe('the errors in docs/errors.md', () => {
  const documented = rows(read('docs/errors.md')).filter(([, type]) => type?.startsWith('`urn:'));

  it.each(problems)('have $type with status $status', ({ type, status, retryAfter }) => {
    const row = documented.find(([, second]) => second === `\`${type}\``);
    expect(row?.[0]).toBe(String(status));
    const headers = spans(row?.[2] ?? '').filter((span) => span.startsWith('Retry-After'));
    // That of the budget is the time until midnight.
    const seconds = type.endsWith('budget-exhausted') ? '' : `: ${retryAfter}`;
    expect(headers).toEqual(retryAfter === undefined ? [] : [`Retry-After${seconds}`]);
  });

  it('are in the README with their statuses', () => {
    const brief = rows(readme).flatMap(([statuses = '', types = '']) =>
      spans(types)
        .filter((type) => /^[a-z-]+$/.test(type))
        .map((type, at, { length }) => {
          const all = statuses.split(', ').map(Number);
          return [`urn:blog-writer:problem:${type}`, all.length === length ? all[at] : all[0]];
        }),
    );
    expect(brief).toEqual(expect.arrayContaining(problems.map(({ type, status }) => [type, status])));
    expect(brief).toHaveLength(problems.length);
  });

  it('have only existing types, sorted by status', () => {
    expect(documented.map(([, type]) => type?.slice(1, -1)).sort()).toEqual(
      problems.map(({ type }) => type).sort(),
    );
    const statuses = documented.map(([status]) => Number(status));
    expect(statuses).toEqual([...statuses].sort((a, b) => a - b));
  });
});
