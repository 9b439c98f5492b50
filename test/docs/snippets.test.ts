import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LoopbackServer, listenOnLoopback } from '../../lib/local/loopback-server.ts';
import { useLocalStack } from '../end-to-end/local-stack.ts';
import { read, section } from './page-text.ts';

const chapter = section(read('docs/api.md'), 'From a script');

/** The block of code in a language. */
function snippet(language: string): string {
  const code = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(chapter)?.[1];
  if (code === undefined) throw new Error(`docs/api.md has no script in ${language}`);
  return code;
}

const isThere = (command: string): boolean => spawnSync(command, ['--version']).status === 0;
const interpreters = [
  { name: 'cURL', language: 'sh', file: 'blog.sh', command: 'sh', there: isThere('curl') },
  { name: 'Node', language: 'js', file: 'blog.mjs', command: process.execPath, there: true },
  { name: 'Python', language: 'python', file: 'blog.py', command: 'python3', there: isThere('python3') },
];

const stack = useLocalStack();
let asynchronous: LoopbackServer;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blog-snippets-'));
  asynchronous = await startAsynchronously(stack.url);
  // The shell's script does not wait here.
  await mkdir(join(folder, 'bin'));
  await writeFile(join(folder, 'bin/sleep'), '#!/bin/sh\n', { mode: 0o755 });
});
afterAll(async () => {
  await asynchronous.close();
  await rm(folder, { recursive: true, force: true });
});

/** The same service, which promises every post, and asks to be asked again at once instead of in five seconds. */
function startAsynchronously(url: string): Promise<LoopbackServer> {
  return listenOnLoopback(async (asked, answered) => {
    const headers = { ...asked.headers, ...(asked.method === 'POST' ? { prefer: 'respond-async' } : {}) };
    const passed = request(url + asked.url, { method: asked.method ?? 'GET', headers }, (answer) => {
      const { 'retry-after': retryAfter, ...others } = answer.headers;
      answered.writeHead(answer.statusCode ?? 500, { ...others, ...(retryAfter && { 'retry-after': '0' }) });
      answer.pipe(answered);
    });
    asked.pipe(passed);
  });
}

interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

async function run(
  { language, file, command }: (typeof interpreters)[number],
  blogUrl: string,
): Promise<Run> {
  const path = join(folder, file);
  await writeFile(path, snippet(language));
  // A proxy of the shell is not asked for the way to 127.0.0.1.
  const env = {
    PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
    BLOG_URL: blogUrl,
    NO_PROXY: '*',
    PYTHONUTF8: '1',
  };
  return new Promise((resolve) => {
    execFile(command, [path], { env, timeout: 20_000 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    });
  });
}

describe.each(interpreters)('the script for $name in docs/api.md', (interpreter) => {
  const test = it.skipIf(!interpreter.there);

  test('has a post written and prints it', async () => {
    const before = new Set((await stack.posts()).keys());
    const { code, stdout, stderr } = await run(interpreter, `${stack.url}/blog`);
    expect([code, stderr]).toEqual([0, '']);
    const written = [...(await stack.posts())].filter(([name]) => !before.has(name));
    expect(written.map(([name]) => name)).toEqual([expect.stringMatching(/_Bees\.txt$/)]);
    expect(stdout.trim()).toBe(written[0]?.[1].trim());
    expect(stack.modelCalls).toHaveLength(1);
    expect((await stack.records('keys')).size).toBeGreaterThan(0);
  });

  test('asks for a promised post until it is there', async () => {
    // The first model call fails, so that the post is not there at once.
    stack.faults.model = ({ callNumber }) =>
      callNumber === 1 ? { kind: 'error', name: 'ThrottlingException' } : undefined;
    const { code, stdout, stderr } = await run(interpreter, `${asynchronous.url}/blog`);
    expect([code, stderr]).toEqual([0, '']);
    expect([...(await stack.posts()).values()].map((text) => text.trim())).toContain(stdout.trim());
    expect(stack.invocations).toHaveLength(1);
  });

  test('prints the problem if there is no post, and exits with 1', async () => {
    stack.faults.model = () => ({ kind: 'error', name: 'AccessDeniedException' });
    const { code, stdout, stderr } = await run(interpreter, `${stack.url}/blog`);
    expect(code).toBe(1);
    expect(stdout + stderr).toContain('urn:blog-writer:problem:service-misconfigured');
    expect(stderr).not.toMatch(/^\s+at |Traceback/m);
  });

  test('says in one line that there is no response, and exits with 1', async () => {
    const server = await listenOnLoopback(async () => {});
    await server.close();
    const { code, stderr } = await run(interpreter, `${server.url}/blog`);
    expect(code).not.toBe(0);
    expect(stderr.trim().split('\n')).toEqual([expect.stringContaining(`127.0.0.1`)]);
  });
});
