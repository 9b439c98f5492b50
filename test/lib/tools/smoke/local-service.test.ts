import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anonymous, bearer, sigV4 } from '../../../../lib/tools/smoke/authorizer.ts';
import { isKept } from '../../../../lib/tools/smoke/report.ts';
import { modelCallsOfASmokeTest, smoke } from '../../../../lib/tools/smoke/smoke.ts';
import { type LocalStack, startLocalStack } from '../../../end-to-end/local-stack.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
let stack: LocalStack;

beforeAll(async () => {
  stack = await startLocalStack();
});
beforeEach(() => stack.reset());
afterAll(() => stack.close());

// The local service lets everybody in.
const run = (authorize = anonymous) =>
  smoke({
    base: stack.url,
    authorize,
    needsCredentials: false,
    waitMs: 30_000,
    sleep: () => new Promise((resolve) => setTimeout(resolve, 50)),
    onStep: () => {},
  });

describe('smoke against the service itself', () => {
  it('finds the contract kept, for as many model calls and posts as it says', async () => {
    const before = (await stack.posts()).size;
    const results = await run();
    expect(results.filter(({ outcome }) => outcome !== 'kept')).toEqual([]);
    expect(results).toHaveLength(8);
    expect(stack.modelCalls).toHaveLength(modelCallsOfASmokeTest);
    expect((await stack.posts()).size - before).toBe(modelCallsOfASmokeTest);
  });

  it.each([
    ['a bearer token', bearer('a.b.c')],
    ['a signature', sigV4('us-east-2', async () => ({ accessKeyId: 'AKID', secretAccessKey: 'secret' }))],
  ])('does so with %s', async (_, authorize) => {
    expect(isKept(await run(authorize))).toBe(true);
  });

  it('finds out a service whose model is denied', async () => {
    stack.faults.model = () => ({ kind: 'error', name: 'AccessDeniedException' });
    const results = await run();
    expect(isKept(results)).toBe(false);
    expect(results.find(({ name }) => name === 'POST /blog writes a post')).toMatchObject({
      outcome: 'broken',
      text: expect.stringContaining(
        'expected status 200 or 202, received 500 The service is not set up correctly',
      ),
      next: expect.stringMatching(/function's log by the request_id \S+$/),
    });
  });
});

describe('the command npm run smoke', () => {
  const command = async (...given: string[]) => {
    const child = spawn(process.execPath, ['bin/run.mjs', 'smoke', ...given], { cwd: root });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    const [code] = await once(child, 'close');
    return { code, output };
  };

  it('says first what it costs, prints each step without colours, and exits with 1 where one failed', async () => {
    stack.faults.model = () => ({ kind: 'error', name: 'AccessDeniedException' });
    const { code, output } = await command(`${stack.url}/blog`, '--wait', '0');
    expect(output).toMatch(
      /^Smoke test of http:\/\/127\.0\.0\.1:\d+\/blog \(auth none\)\. It costs about 2 model calls and leaves 2 posts\.\n\n✓ /,
    );
    expect(output).toContain('✗');
    expect(output).not.toContain('\u001b');
    expect(code).toBe(1);
  });

  it.each([
    [[], /^Give one URL: npm run smoke -- https:/],
    [['http://127.0.0.1:1', '--wait', 'long'], /^--wait takes a whole number of seconds; received "long"\n$/],
  ])('answers %j as a wrong call', async (given, output) => {
    expect(await command(...given)).toEqual({ code: 2, output: expect.stringMatching(output) });
  });
});
