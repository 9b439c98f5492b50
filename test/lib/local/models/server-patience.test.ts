import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ollamaGenerate } from '../../../../lib/local/models/endpoints.ts';
import { createServerWriter } from '../../../../lib/local/models/server-writer.ts';
import { deadUrl, type Route, streamed } from './model-server-fixture.ts';
import { input, llamaCpp, never } from './writer-fixture.ts';

// The clock of the writer stands still; connections have their own timers.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Waits for the network. A poll of vitest would let time go on. */
async function until(isSo: () => boolean | undefined): Promise<void> {
  while (!isSo()) await setImmediate();
}

/** Answers the routes in turn, the last of them from then on. */
function inTurn(...routes: Route[]): Route {
  let turn = 0;
  return (...request) => {
    const route = routes[Math.min(turn++, routes.length - 1)] ?? {};
    return typeof route === 'function' ? route(...request) : route;
  };
}

const loading = {
  status: 503,
  json: { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } },
} satisfies Route;
const written: Route = { json: { content: 'a post', stop: true } };
const cutOff: Route = (_body, message, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write('data: {"content":"half"}\n\n');
  void setImmediate().then(() => message.socket.destroy());
  return 'handled';
};
/** As llama-server with several models does when one is killed. */
const endedByRouter: Route = {
  type: 'text/event-stream',
  text: 'data: {"content":"half"}\n\nproxy error: Failed to read connection',
};

describe('a server that is not ready is waited for', () => {
  test.each<[string, Route]>([
    ['while it loads its model', inTurn(loading, loading, written)],
    ['behind a proxy', inTurn({ status: 502, text: '<html>' }, { status: 504 }, { status: 429 }, written)],
    [
      'when it restarts before it answers',
      inTurn(
        (_body, message) => {
          message.socket.destroy();
          return 'handled';
        },
        loading,
        written,
      ),
    ],
    ['when it restarts while it writes', inTurn(cutOff, loading, written)],
    ['when a router ends the answer of a model that died', inTurn(endedByRouter, written)],
    [
      'when it says in the stream that it fails',
      inTurn(streamed('sse', [{ content: 'half' }, { error: { code: 500, message: 'slot lost' } }]), written),
    ],
  ])('%s, and the text is one', async (_when, route) => {
    const { writer } = await llamaCpp(route);
    expect(await writer.write(input, never)).toMatchObject({ generation: 'a post' });
    expect(writer.progress?.()).toEqual([]);
  });

  test('and meanwhile says what for, then what is written', async () => {
    const looks: unknown[] = [];
    const look: Route = () => {
      looks.push(structuredClone(writer.progress?.()));
      return loading;
    };
    const release = Promise.withResolvers<void>();
    const half: Route = (_body, _message, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: {"content":"half a"}\n\n');
      void release.promise.then(() => response.end('data: {"content":" post","stop":true}\n\n'));
      return 'handled';
    };
    const { writer } = await llamaCpp(inTurn(look, look, half));
    const writing = writer.write(input, never);
    await until(() => writer.progress?.()[0]?.text === 'half a');
    release.resolve();
    expect(await writing).toMatchObject({ generation: 'half a post' });
    expect(looks).toEqual([[{ text: '' }], [{ text: '', waitingFor: 'Loading model' }]]);
  });

  test.each(['data: {"error":{"message":"slot lost"}}', 'error: {"code":500,"message":"slot lost"}'])(
    'until it has failed three times while it wrote, at last with %s',
    async (event) => {
      const text = `data: {"content":"half"}\n\n${event}\n\n`;
      const { writer } = await llamaCpp({ type: 'text/event-stream', text });
      await expect(writer.write(input, never)).rejects.toThrow(
        'the model m.gguf of llama.cpp failed 3 times while it wrote, at last with: slot lost',
      );
    },
  );

  test.each<[string, number, typeof loading | 'handled', string, RegExp]>([
    [
      'gets ready',
      600,
      loading,
      'ServiceUnavailableException',
      /^the model m\.gguf of llama\.cpp was not ready within 1 s: Loading model; raise modelReadTimeoutMs if it needs longer$/,
    ],
    [
      'says anything',
      1_000,
      'handled',
      'ModelTimeoutException',
      /^the model m\.gguf of llama\.cpp said nothing for 1 s; restart the server if it hangs, or raise modelReadTimeoutMs$/,
    ],
  ])('until it has not for too long: where it never %s', async (_what, passesMs, answer, name, message) => {
    const route: Route = () => {
      vi.advanceTimersByTime(passesMs);
      return answer;
    };
    const { writer } = await llamaCpp(route, { silenceMs: 1_000 });
    await expect(writer.write(input, never)).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
    });
  });

  test('where nobody listens any more', async () => {
    const server = { baseUrl: new URL(await deadUrl()) };
    const options = { kind: 'Ollama', model: 'm', completion: ollamaGenerate({ thinks: false }) };
    const patience = { silenceMs: 0, longestMs: 60_000, retryMs: 1 };
    const writer = createServerWriter({ ...options, ...patience, server });
    await expect(writer.write(input, never)).rejects.toMatchObject({
      name: 'ServiceUnavailableException',
      message: expect.stringMatching(/^the model m of Ollama was not ready within 0 s: connect ECONNREFUSED/),
    });
  });

  test('but not one that goes down with each call', async () => {
    const { server, writer } = await llamaCpp(cutOff);
    await expect(writer.write(input, never)).rejects.toMatchObject({
      name: 'InternalServerException',
      message:
        'the model m.gguf of llama.cpp failed 3 times while it wrote, at last with: the server closed the connection',
    });
    expect(server.seen).toHaveLength(3);
  });
});

test('a text that takes longer than its caller waits is cut off there, and the server stops', async () => {
  const answered = Promise.withResolvers<ServerResponse>();
  const { writer } = await llamaCpp(
    (_body, _message, response) => {
      answered.resolve(response.writeHead(200, { 'content-type': 'text/event-stream' }));
      return 'handled';
    },
    { longestMs: 1_000 },
  );
  const output = writer.write(input, never);
  const response = await answered.promise;
  const stopped = once(response, 'close');
  response.write('data: {"content":"a"}\n\n');
  await until(() => writer.progress?.()[0]?.text === 'a');
  vi.advanceTimersByTime(1_000);
  response.write('data: {"content":" b"}\n\n');
  expect(await output).toMatchObject({ generation: 'a b', stopReason: 'length' });
  await stopped;
});

test('a long text is no silence, and one call keeps the others that wait behind it', async () => {
  const answers: ServerResponse[] = [];
  const { writer } = await llamaCpp(
    (_body, _message, response) => {
      answers.push(response.writeHead(200, { 'content-type': 'text/event-stream' }));
      return 'handled';
    },
    { silenceMs: 200 },
  );
  const outputs = Promise.all([writer.write(input, never), writer.write(input, never)]);
  await until(() => answers.length === 2);
  for (let beat = 1; beat <= 5; beat += 1) {
    vi.advanceTimersByTime(150);
    answers[0]?.write('data: {"content":"a"}\n\n');
    await until(() => writer.progress?.().some(({ text }) => text.length === beat));
  }
  for (const response of answers) response.end('data: {"content":"b","stop":true}\n\n');
  expect((await outputs).map(({ stopReason }) => stopReason)).toEqual(['stop', 'stop']);
});
