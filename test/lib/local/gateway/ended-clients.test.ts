import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { type AnsweredRequest, startHttpApi } from '../../../../lib/local/gateway/http-api.ts';
import type { LocalFunction } from '../../../../lib/local/lambda/lambda-function.ts';

/** @param invoke what the function behind `POST /blog` does */
async function startGateway(invoke: () => Promise<unknown>) {
  const errors: Error[] = [];
  const answers: AnsweredRequest[] = [];
  const server = await startHttpApi({
    routes: { 'POST /blog': { invoke } as unknown as LocalFunction },
    onFunctionError: (error) => errors.push(error),
    onAnswer: (answer) => answers.push(answer),
  });
  onTestFinished(() => server.close());
  return { ...server, errors, answers };
}

const requestOf = (length: number): string =>
  `POST /blog HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: ${length}\r\n\r\n{}`;

it.each([
  [
    'after the request gets the answer, and then the end of the connection',
    2,
    /^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\na post\r\n/,
  ],
  ['within the request gets a 400', 9, /^HTTP\/1\.1 400 Bad Request\r\n/],
])('a client that ends its side %s', async (_, length, expected) => {
  const { port } = await startGateway(async () => {
    // The end of the client's side arrives first.
    for (let turn = 0; turn < 50; turn += 1) await setImmediate();
    return { statusCode: 200, body: 'a post' };
  });
  // As `nc -N` does.
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.end(requestOf(length));
  let answer = '';
  for await (const part of socket.setEncoding('utf8')) answer += part;
  expect(answer).toMatch(expected);
});

it('a function that fails once its client has gone is reported, and no answer is', async () => {
  const called = Promise.withResolvers<void>();
  const result = Promise.withResolvers<never>();
  const { port, url, errors, answers } = await startGateway(() => {
    called.resolve();
    return result.promise;
  });
  const socket = connect(port, '127.0.0.1');
  socket.write(requestOf(2));
  await called.promise;
  socket.resetAndDestroy();
  await once(socket, 'close');
  // The server learns of it before this answer.
  await fetch(`${url}/elsewhere`);
  result.reject(new Error('Runtime exited'));
  await fetch(`${url}/elsewhere`);
  expect(errors).toEqual([new Error('Runtime exited')]);
  expect(answers.map(({ path }) => path)).toEqual(['/elsewhere', '/elsewhere']);
});
