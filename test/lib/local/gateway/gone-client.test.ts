import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { type AnsweredRequest, startHttpApi } from '../../../../lib/local/gateway/http-api.ts';
import type { LocalFunction } from '../../../../lib/local/lambda/lambda-function.ts';

it('a function that fails once its client has gone is reported, and no answer is', async () => {
  const called = Promise.withResolvers<void>();
  const result = Promise.withResolvers<never>();
  const fn = {
    invoke() {
      called.resolve();
      return result.promise;
    },
  } as unknown as LocalFunction;
  const errors: Error[] = [];
  const answers: AnsweredRequest[] = [];
  const server = await startHttpApi({
    routes: { 'POST /blog': fn },
    onFunctionError: (error) => errors.push(error),
    onAnswer: (answer) => answers.push(answer),
  });
  onTestFinished(() => server.close());
  const socket = connect(server.port, '127.0.0.1');
  socket.write('POST /blog HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 2\r\n\r\n{}');
  await called.promise;
  socket.resetAndDestroy();
  await once(socket, 'close');
  // The server learns of it before this answer.
  await fetch(`${server.url}/elsewhere`);
  result.reject(new Error('Runtime exited'));
  await fetch(`${server.url}/elsewhere`);
  expect(errors).toEqual([new Error('Runtime exited')]);
  expect(answers.map(({ path }) => path)).toEqual(['/elsewhere', '/elsewhere']);
});
