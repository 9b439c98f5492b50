import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { exitCode } from '../../../lib/command/command-error.ts';
import { run } from './run-command.ts';

/** A proxy that notes where it was to lead, and leads nowhere. */
async function startProxy(): Promise<{ url: string; asked: Set<string> }> {
  const asked = new Set<string>();
  const server = createServer((request, response) => {
    asked.add(request.url ?? '');
    response.writeHead(403).end();
  });
  server.on('connect', ({ url }, socket) => {
    asked.add(url ?? '');
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const { PATH } = process.env;
const credentials = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };

describe('a proxy of the environment', () => {
  it.each([
    ['preflight', ['preflight'], credentials, 'sts.us-east-2.amazonaws.com:443'],
    ['redrive', ['redrive'], credentials, 'cloudformation.us-east-2.amazonaws.com:443'],
    [
      'the local service before Bedrock',
      ['blog', 'Bees'],
      { ...credentials, BEDROCK: 'aws' },
      'sts.us-east-2.amazonaws.com:443',
    ],
    [
      'a function before Bedrock',
      ['blog', '-c', 'maxModelCalls=1', 'Bees'],
      { AWS_BEARER_TOKEN_BEDROCK: 'key', BEDROCK: 'aws', NODE_USE_ENV_PROXY: '1' },
      'bedrock-runtime.us-east-2.amazonaws.com:443',
    ],
  ])('is asked by %s, and for nothing on this machine', async (_, args, environment, host) => {
    const proxy = await startProxy();
    const { code } = await run(args, { PATH, ...environment, HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url });
    expect(code).toBe(exitCode.failed);
    expect([...proxy.asked]).toEqual([host]);
  });

  it('that is none is refused, without its password', async () => {
    const { code, stderr } = await run(['preflight'], { PATH, https_proxy: 'socks5://me:secret@proxy:1080' });
    expect(code).toBe(exitCode.usage);
    expect(stderr).toMatch(/^https_proxy is not the URL of an HTTP proxy: supply one such as http:/);
    expect(stderr).not.toContain('secret');
  });
});
