import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newmanPackage, runCollection } from '../../../../lib/tools/postman/newman.ts';
import { root } from '../../../docs/page-text.ts';
import { run as runCommand } from '../../command/run-command.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'npx-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** An npx that keeps its arguments, and the files of a run. @param script decides on its exit code */
async function fakeNpx(script: string): Promise<Record<string, string>> {
  const file = join(folder, 'npx');
  await writeFile(
    file,
    `#!/bin/sh
echo "$*" >> ${folder}/calls
case "$*" in *" run "*)
  cp "$4" ${folder}/collection.json; cp "$6" ${folder}/environment.json
  ls -l "$6" | cut -c1-10 > ${folder}/mode;;
esac
${script}
`,
  );
  await chmod(file, 0o755);
  return { PATH: `${folder}${delimiter}${process.env.PATH}` };
}

const kept = (name: string) => readFile(join(folder, name), 'utf8');
const run = async (script: string, fetched: string[] = []) =>
  runCollection({
    baseUrl: 'http://127.0.0.1:1',
    credentials: { type: 'bearer', variables: { auth: 'jwt', jwt: 'a.b.c' } },
    folder: 'Smoke test',
    environment: await fakeNpx(script),
    onFetch: (line) => fetched.push(line),
  });

describe('a run of the collection', () => {
  it('has the URL and the credentials in files of its own, which are gone after it', async () => {
    const fetched: string[] = [];
    expect(await run('exit 0', fetched)).toBe(true);
    expect(fetched).toEqual([]);
    const { values } = JSON.parse(await kept('environment.json'));
    expect(values).toContainEqual({ key: 'baseUrl', value: 'http://127.0.0.1:1' });
    expect(values).toContainEqual({ key: 'jwt', value: 'a.b.c' });
    expect(JSON.parse(await kept('collection.json')).auth.type).toBe('bearer');
    expect(await kept('mode')).toBe('-rw-------\n');
    const calls = await kept('calls');
    expect(calls).not.toContain('a.b.c');
    expect(calls).toContain('--folder Smoke test --bail failure');
    expect(existsSync(/--environment (\S+)/.exec(calls)?.[1] ?? root)).toBe(false);
  });

  it('failed where newman ends with 1', async () => {
    expect(await run('case "$*" in *" run "*) exit 1;; esac')).toBe(false);
  });

  it('says that it fetches newman, where that is not there yet', async () => {
    const fetched: string[] = [];
    await run('case "$*" in "--no "*) exit 1;; esac', fetched);
    expect(fetched).toEqual([expect.stringContaining(`Fetching ${newmanPackage}`)]);
    expect(newmanPackage).toMatch(/^newman@\d+\.\d+\.\d+$/);
  });

  it('stops where newman cannot be fetched', async () => {
    await expect(run('exit 1')).rejects.toMatchObject({
      name: 'CommandError',
      message: expect.stringContaining('could not be fetched'),
    });
    expect(await kept('calls')).not.toContain(' run ');
  });
});

describe('the command npm run smoke', () => {
  const command = async (args: string[], script: string, environment: Record<string, string> = {}) => {
    const env = { ...process.env, ...environment, ...(await fakeNpx(script)) };
    const { code, stdout, stderr } = await runCommand(['smoke', ...args], env);
    return { code, output: stdout + stderr };
  };

  it('says first what it costs, and ends with 1 where a test failed', async () => {
    const { code, output } = await command(
      ['http://127.0.0.1:1/blog'],
      'case "$*" in *" run "*) exit 1;; esac',
    );
    expect(output).toBe(
      'Smoke test of http://127.0.0.1:1/blog (auth none). It costs about 2 model calls and leaves 2 posts.\n' +
        'The endpoint did not pass: the failure above says what it answered, or why it was not reached.\n',
    );
    expect(code).toBe(1);
  });

  it('says so where every test passed, shows no deprecation that only newman can mend, and keeps NODE_OPTIONS', async () => {
    const { code, output } = await command(
      ['http://127.0.0.1:1/blog'],
      `exec node -e 'console.log(process.env.NODE_OPTIONS); fs.F_OK; new Buffer(1)'`,
      { NODE_OPTIONS: '--max-old-space-size=300' },
    );
    expect(code).toBe(0);
    expect(output).toContain('\nThe endpoint passed.\n');
    expect(output).toContain('--max-old-space-size=300');
    expect(output).not.toContain('[DEP0176]');
    expect(output).toContain('[DEP0005]');
  });

  it("leaves the environment's proxy to newman, and no address of this machine to the proxy", async () => {
    const { code, output } = await command(
      ['https://abc123.execute-api.us-east-2.amazonaws.com/blog'],
      'echo "through $HTTPS_PROXY, except $NO_PROXY and $no_proxy"',
      { HTTPS_PROXY: 'http://127.0.0.1:1', NO_PROXY: 'intranet', no_proxy: '' },
    );
    const direct = 'intranet,localhost,127.0.0.1,::1';
    expect(output).toContain(`\nthrough http://127.0.0.1:1, except ${direct} and ${direct}\n`);
    expect(code).toBe(0);
  });

  it.each([
    [[], /^Supply one URL: npm run smoke -- https:/],
    [['http://127.0.0.1:1', 'another'], /^Supply one URL/],
  ])('answers %j as a wrong call', async (args, output) => {
    expect(await command(args, 'exit 0')).toEqual({ code: 2, output: expect.stringMatching(output) });
  });
});
