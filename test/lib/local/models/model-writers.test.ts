import { describe, expect, test } from 'vitest';
import { body, startBedrock } from '../bedrock/bedrock-fixture.ts';
import type { Route } from './model-server-fixture.ts';
import { asked, input, llamaCpp, never, ollama, openAi } from './writer-fixture.ts';

const bare = body.prompt.slice('<s>'.length);
const instruction = body.prompt.slice('<s>[INST]'.length, -'[/INST]'.length);
const openAiFields = {
  model: 'm',
  max_tokens: 512,
  temperature: 0.5,
  top_p: 0.9,
  stream: true,
  stream_options: { include_usage: true },
};
const noThinking = { chat_template_kwargs: { enable_thinking: false } };

describe('a prompt with a template goes as it is, streamed, without the token that the server itself puts before it', () => {
  test('to Ollama', async () => {
    const { server, writer } = await ollama({ json: { response: 'a post', done: true } });
    await writer.write(input, never);
    const options = { num_predict: 512, temperature: 0.5, top_p: 0.9 };
    expect(server.seen).toEqual([
      {
        route: 'POST /api/generate',
        body: { model: 'llama3.1:8b', prompt: bare, raw: true, stream: true, options },
      },
    ]);
  });

  test('to llama.cpp', async () => {
    const { server, writer } = await llamaCpp({ json: { content: 'a post', stop: true } });
    await writer.write(input, never);
    const sent = { prompt: bare, n_predict: 512, temperature: 0.5, top_p: 0.9, stream: true };
    expect(server.seen).toEqual([{ route: 'POST /completion', body: sent }]);
  });

  test("to a server of OpenAI's API", async () => {
    const { server, writer } = await openAi({
      'POST /v1/completions': { json: { choices: [{ text: 'a post' }] } },
    });
    await writer.write(input, never);
    expect(server.seen).toEqual([{ route: 'POST /v1/completions', body: { ...openAiFields, prompt: bare } }]);
  });

  test.each([
    ['<|begin_of_text|><|start_header_id|>user', '<|start_header_id|>user'],
    ['<｜begin▁of▁sentence｜><｜User｜>', '<｜User｜>'],
    ['<｜begin▁of▁sentence｜><｜Assistant｜><think>\n', '<｜Assistant｜><think>\n\n</think>\n\n'],
    ['[INST]', '[INST]'],
  ])('where it begins with %s', async (prompt, sent) => {
    const { server, writer } = await llamaCpp({ json: { content: 'a post', stop: true } });
    await writer.write({ ...input, prompt }, never);
    expect(server.seen[0]?.body).toMatchObject({ prompt: sent });
  });
});

describe("a prompt without a template gets the model's own, without reasoning", () => {
  test('from Ollama, where the model reasons', async () => {
    const { server, writer } = await ollama({ json: { response: 'a post', done: true } }, { thinks: true });
    await writer.write(asked, never);
    expect(server.seen[0]?.body).toEqual({
      model: 'llama3.1:8b',
      prompt: asked.prompt,
      think: false,
      stream: true,
      options: { num_predict: 512, temperature: 0.5, top_p: 0.9 },
    });
  });

  const chat = { ...openAiFields, messages: [{ role: 'user', content: asked.prompt }] };
  const answer = { json: { choices: [{ message: { content: 'a post' }, finish_reason: 'stop' }] } };

  test('from the chat of any other', async () => {
    const { server, writer } = await llamaCpp(answer, { model: undefined });
    await writer.write(asked, never);
    const { model: _, ...sent } = { ...chat, ...noThinking };
    expect(server.seen).toEqual([{ route: 'POST /v1/chat/completions', body: sent }]);
  });

  test('from one that does not know how to ask for no reasoning', async () => {
    const { server, writer } = await openAi({
      'POST /v1/chat/completions': (sent) =>
        Object.hasOwn(sent as object, 'chat_template_kwargs')
          ? {
              status: 422,
              json: { error: { message: "Unrecognized request argument 'chat_template_kwargs'" } },
            }
          : answer,
    });
    expect(await writer.write(asked, never)).toMatchObject({ generation: 'a post' });
    expect(server.seen.map((request) => request.body)).toEqual([{ ...chat, ...noThinking }, chat]);
  });

  test.each([
    [body.prompt, instruction],
    [
      '<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nWrite<|eot_id|><|start_header_id|>',
      'Write',
    ],
    ['<｜begin▁of▁sentence｜><｜User｜>Write<｜Assistant｜><think>\n', 'Write'],
  ])('also where %s came, from a server that has nothing but chat', async (prompt, content) => {
    const { server, writer } = await openAi({ 'POST /v1/chat/completions': answer });
    expect(await writer.write({ ...input, prompt }, never)).toMatchObject({ generation: 'a post' });
    expect(server.seen.at(-1)?.body).toMatchObject({ messages: [{ role: 'user', content }] });
  });
});

describe("a local model's failure becomes Bedrock's", () => {
  test.each<[string, Route, string, string]>([
    [
      'a missing model',
      { status: 404, json: { error: "model 'x' not found" } },
      'ModelErrorException',
      "answered: model 'x' not found: start again, because the server at MODEL_URL or its models have changed",
    ],
    [
      'a request it refuses',
      { status: 400, json: { error: { code: 400, message: 'too long' } } },
      'ModelErrorException',
      'too long',
    ],
    [
      'a key it refuses',
      { status: 401, json: { error: { message: 'Invalid API Key' } } },
      'ModelErrorException',
      'answered: Invalid API Key: start again, with MODEL_API_KEY set to the key that the server was started with',
    ],
    [
      'a fault of its own',
      { status: 500, json: { error: 'out of memory' } },
      'InternalServerException',
      'out of memory',
    ],
    [
      'another server at its port',
      { status: 501, text: '<html>' },
      'InternalServerException',
      'answered: status 501 with an HTML page: start again, because the server at MODEL_URL or its models have changed',
    ],
    [
      'an error without words',
      { status: 500, text: '<html>' },
      'InternalServerException',
      'status 500 with an HTML page',
    ],
    [
      'no JSON',
      { text: 'hello' },
      'InternalServerException',
      'answered without text: status 200 with "hello"',
    ],
    ['another JSON', { json: { message: 'hi' } }, 'InternalServerException', 'answered without text: hi'],
  ])('%s', async (_what, route, name, message) => {
    for (const { writer } of [await ollama(route), await llamaCpp(route)]) {
      await expect(writer.write(input, never)).rejects.toMatchObject({
        name,
        message: expect.stringContaining(message),
      });
    }
  });

  test("but the client's hanging up reaches the model's server", async () => {
    const reached = Promise.withResolvers<void>();
    const cut = Promise.withResolvers<void>();
    const { writer } = await ollama((_body, _message, response) => {
      response.once('close', cut.resolve);
      reached.resolve();
      return 'handled';
    });
    const { invoke } = await startBedrock({ writer });
    const hangUp = new AbortController();
    const outcome = expect(invoke({}, { abortSignal: hangUp.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
    await reached.promise;
    hangUp.abort();
    await Promise.all([outcome, cut.promise]);
  });
});
