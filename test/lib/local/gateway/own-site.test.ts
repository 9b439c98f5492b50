import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHttpApi } from '../../../../lib/local/gateway/http-api.ts';
import type { LocalFunction } from '../../../../lib/local/lambda/lambda-function.ts';
import type { LoopbackServer } from '../../../../lib/local/loopback-server.ts';

let server: LoopbackServer;
let invoked = 0;

beforeAll(async () => {
  const fn = {
    invoke: async () => {
      invoked += 1;
      return { statusCode: 200, body: '{}' };
    },
  } as unknown as LocalFunction;
  server = await startHttpApi({ routes: { 'POST /blog': fn, 'GET /': fn } });
});
afterAll(() => server.close());

function send(method: string, headers: Record<string, string>): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const path = method === 'GET' ? '/' : '/blog';
    const { port } = new URL(server.url);
    const all = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace('PORT', port)]),
    );
    request({ host: '127.0.0.1', port, method, path, headers: all }, async (response) => {
      let text = '';
      for await (const part of response.setEncoding('utf8')) text += part;
      resolve({ status: response.statusCode ?? 0, text });
    })
      .on('error', reject)
      .end();
  });
}

describe('the local service', () => {
  it.each([
    ['a program', 'POST', { host: '127.0.0.1:PORT' }],
    ['a program that says localhost', 'POST', { host: 'localhost:PORT' }],
    ['a forwarded port', 'POST', { host: 'localhost:8080' }],
    [
      'its own page',
      'POST',
      { host: 'localhost:PORT', origin: 'http://localhost:PORT', 'sec-fetch-site': 'same-origin' },
    ],
    [
      'an address line',
      'GET',
      { host: 'localhost:PORT', 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' },
    ],
    [
      "another site's link",
      'GET',
      { host: 'localhost:PORT', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
    ],
  ])('answers %s', async (_, method, headers) => {
    expect((await send(method, headers)).status).toBe(200);
  });

  it.each([
    [
      'a name that resolves to this machine',
      'POST',
      { host: 'evil.example:PORT' },
      'received the host "evil.example:',
    ],
    ['a host that is none', 'POST', { host: '@' }, 'received the host "@"'],
    [
      "another site's script",
      'POST',
      { host: 'localhost:PORT', origin: 'https://evil.example' },
      '"https://evil.example"',
    ],
    ['a sandboxed frame', 'POST', { host: 'localhost:PORT', origin: 'null' }, '"null"'],
    [
      'another service of this machine',
      'POST',
      { host: 'localhost:PORT', origin: 'http://localhost:5173' },
      '5173',
    ],
    [
      "another site's form",
      'POST',
      { host: 'localhost:PORT', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
      'another site',
    ],
    [
      "another site's image",
      'GET',
      { host: 'localhost:PORT', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
      'another site',
    ],
  ])('refuses %s, and no function is called', async (_, method, headers, says) => {
    const before = invoked;
    const { status, text } = await send(method, headers);
    expect([status, JSON.parse(text).message]).toEqual([403, expect.stringContaining(says)]);
    expect(invoked).toBe(before);
  });
});
