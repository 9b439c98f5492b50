import { connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { startHttpApi } from '../../../../lib/local/gateway/http-api.ts';
import type { LocalFunction } from '../../../../lib/local/lambda/lambda-function.ts';

/** Sends a text and ends its side of the connection, as `nc -N` does. @returns all that comes back */
async function sendAndEnd(port: number, text: string): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.end(text);
  let answer = '';
  for await (const part of socket.setEncoding('utf8')) answer += part;
  return answer;
}

async function startGateway(): Promise<{ port: number }> {
  const fn = {
    async invoke() {
      // The end of the client's side arrives first.
      for (let turn = 0; turn < 50; turn += 1) await setImmediate();
      return { statusCode: 200, body: 'a post' };
    },
  } as unknown as LocalFunction;
  const server = await startHttpApi({ routes: { 'POST /blog': fn } });
  onTestFinished(() => server.close());
  return server;
}

it('a client that ends its side after the request gets the answer, and then the end of the connection', async () => {
  const { port } = await startGateway();
  const answer = await sendAndEnd(
    port,
    'POST /blog HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 2\r\n\r\n{}',
  );
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\na post\r\n/);
});

it('a client that ends its side within the request gets a 400', async () => {
  const { port } = await startGateway();
  const answer = await sendAndEnd(
    port,
    'POST /blog HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 9\r\n\r\n{}',
  );
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
});
