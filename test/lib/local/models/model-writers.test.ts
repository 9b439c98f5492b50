import { describe, expect, test } from 'vitest';
import { buildInstruction } from '../../../../lambda/core/post/prompt.ts';
import { withDefaults } from '../../../../lambda/core/request/blog-request.ts';
import { createLlamaCppWriter } from '../../../../lib/local/models/llama-cpp-writer.ts';
import { createOllamaWriter } from '../../../../lib/local/models/ollama-writer.ts';
import { estimateTokens } from '../../../../lib/local/models/writer.ts';
import { body, startBedrock } from '../bedrock/bedrock-fixture.ts';
import { deadUrl, type Route, startModelServer } from './model-server-fixture.ts';

const input = { prompt: body.prompt, raw: true, maxGenLen: 512, temperature: 0.5, topP: 0.9 };
const asked = { ...input, prompt: buildInstruction(withDefaults({ blogTopic: 'T' })), raw: false };
const never = new AbortController().signal;

async function ollama(route: Route) {
  const server = await startModelServer({ 'POST /api/generate': route });
  return { server, writer: createOllamaWriter({ baseUrl: server.baseUrl, model: 'llama3.1:8b' }) };
}

async function llamaCpp(route: Route) {
  const server = await startModelServer({ 'POST /completion': route, 'POST /v1/chat/completions': route });
  return { server, writer: createLlamaCppWriter({ baseUrl: server.baseUrl, model: 'm.gguf' }) };
}

describe('the writer for Ollama', () => {
  const answer = {
    response: 'a post',
    done: true,
    done_reason: 'stop',
    prompt_eval_count: 31,
    eval_count: 260,
  };

  test('sends the very prompt and parameters, raw and not streamed', async () => {
    const { server, writer } = await ollama({ json: answer });
    await writer.write(input, never);
    expect(server.seen).toEqual([
      {
        route: 'POST /api/generate',
        body: {
          model: 'llama3.1:8b',
          prompt: body.prompt,
          raw: true,
          stream: false,
          options: { num_predict: 512, temperature: 0.5, top_p: 0.9 },
        },
      },
    ]);
  });

  test('has the template of the model put around a prompt without one', async () => {
    const { server, writer } = await ollama({ json: answer });
    await writer.write(asked, never);
    expect(server.seen[0]?.body).toEqual({
      model: 'llama3.1:8b',
      prompt: asked.prompt,
      stream: false,
      options: { num_predict: 512, temperature: 0.5, top_p: 0.9 },
    });
  });

  test.each([
    [answer, { promptTokenCount: 31, generationTokenCount: 260, stopReason: 'stop' }],
    [
      { ...answer, done_reason: 'length', eval_count: 512 },
      { generationTokenCount: 512, stopReason: 'length' },
    ],
    [
      { response: 'a post', eval_count: 512 },
      { promptTokenCount: estimateTokens(input.prompt), stopReason: 'length' },
    ],
    [
      { response: 'a post' },
      { promptTokenCount: estimateTokens(input.prompt), generationTokenCount: 2, stopReason: 'stop' },
    ],
  ])('maps the answer %j', async (json, expected) => {
    const { writer } = await ollama({ json });
    expect(await writer.write(input, never)).toMatchObject({ generation: 'a post', ...expected });
  });

  test('says which model it is and where', async () => {
    const { server, writer } = await ollama({ json: answer });
    expect(writer.describe()).toBe(`the model llama3.1:8b of Ollama at ${server.url}`);
  });
});

describe('the writer for llama.cpp', () => {
  const answer = {
    content: 'a post',
    stop: true,
    stop_type: 'eos',
    tokens_evaluated: 31,
    tokens_predicted: 260,
  };

  test('sends the very prompt and parameters, not streamed', async () => {
    const { server, writer } = await llamaCpp({ json: answer });
    await writer.write(input, never);
    const sent = { prompt: body.prompt, n_predict: 512, temperature: 0.5, top_p: 0.9, stream: false };
    expect(server.seen).toEqual([{ route: 'POST /completion', body: sent }]);
  });

  test.each([
    [answer, { promptTokenCount: 31, generationTokenCount: 260, stopReason: 'stop' }],
    [{ ...answer, stop_type: 'limit' }, { stopReason: 'length' }],
    [{ ...answer, stop_type: undefined, stopped_limit: true }, { stopReason: 'length' }],
    [{ ...answer, truncated: true }, { stopReason: 'length' }],
    [
      { content: 'a post' },
      { promptTokenCount: estimateTokens(input.prompt), generationTokenCount: 2, stopReason: 'stop' },
    ],
  ])('maps the answer %j', async (json, expected) => {
    const { writer } = await llamaCpp({ json });
    expect(await writer.write(input, never)).toMatchObject({ generation: 'a post', ...expected });
  });
});

describe('the writer for llama.cpp, for a prompt without a template', () => {
  const choice = { index: 0, message: { role: 'assistant', content: 'a post' }, finish_reason: 'stop' };
  const answer = { choices: [choice], usage: { prompt_tokens: 31, completion_tokens: 260 } };

  test('sends it as the message of a chat, not streamed', async () => {
    const { server, writer } = await llamaCpp({ json: answer });
    await writer.write(asked, never);
    const sent = {
      messages: [{ role: 'user', content: asked.prompt }],
      max_tokens: 512,
      temperature: 0.5,
      top_p: 0.9,
      stream: false,
    };
    expect(server.seen).toEqual([{ route: 'POST /v1/chat/completions', body: sent }]);
  });

  test.each([
    [answer, { generation: 'a post', promptTokenCount: 31, generationTokenCount: 260, stopReason: 'stop' }],
    [{ ...answer, choices: [{ ...choice, finish_reason: 'length' }] }, { stopReason: 'length' }],
    [{ choices: [choice] }, { promptTokenCount: 10, generationTokenCount: 2 }],
    [
      { choices: [{ message: { content: null, reasoning_content: 'Let me' }, finish_reason: 'length' }] },
      { generation: '', stopReason: 'length' },
    ],
  ])('maps the answer %j', async (json, expected) => {
    const { writer } = await llamaCpp({ json });
    expect(await writer.write(asked, never)).toMatchObject(expected);
  });

  test.each([[{}], [{ choices: [] }], [{ choices: [{}] }]])(
    'has failed where it answers %j',
    async (json) => {
      const { writer } = await llamaCpp({ json });
      await expect(writer.write(asked, never)).rejects.toMatchObject({
        name: 'InternalServerException',
        message: 'llama.cpp m.gguf answered without a "content"',
      });
    },
  );
});

describe("a local model's failure becomes Bedrock's", () => {
  test.each<[string, Route, string, string]>([
    [
      'a missing model',
      { status: 404, json: { error: "model 'x' not found" } },
      'ResourceNotFoundException',
      "model 'x' not found",
    ],
    [
      'a request it refuses',
      { status: 400, json: { error: { code: 400, message: 'too long' } } },
      'ModelErrorException',
      'too long',
    ],
    [
      'a model still loading',
      { status: 503, json: { error: { message: 'Loading model' } } },
      'ServiceUnavailableException',
      'Loading model',
    ],
    [
      'a crash',
      { status: 500, json: { error: 'out of memory' } },
      'InternalServerException',
      'out of memory',
    ],
    [
      'an answer without words of its own',
      { status: 502, text: '<html>' },
      'InternalServerException',
      'status 502',
    ],
    ['no JSON', { text: 'hello' }, 'InternalServerException', 'no JSON'],
    ['another JSON', { json: { message: 'hi' } }, 'InternalServerException', 'answered without'],
  ])('%s', async (_what, route, name, message) => {
    for (const { writer } of [await ollama(route), await llamaCpp(route)]) {
      await expect(writer.write(input, never)).rejects.toMatchObject({
        name,
        message: expect.stringContaining(message),
      });
    }
  });

  test('a server that is not there', async () => {
    const writer = createOllamaWriter({ baseUrl: new URL(await deadUrl()), model: 'm' });
    const message = expect.stringMatching(/^Ollama m does not answer: connect ECONNREFUSED/);
    await expect(writer.write(input, never)).rejects.toMatchObject({
      name: 'ServiceUnavailableException',
      message,
    });
  });

  test('an answer that is cut off', async () => {
    const { writer } = await llamaCpp((_body, message, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"content":"half');
      setImmediate(() => message.socket.destroy());
      return 'handled';
    });
    await expect(writer.write(input, never)).rejects.toMatchObject({ name: 'InternalServerException' });
  });

  test('and passes through the stand-in to the client with its message', async () => {
    const { writer } = await ollama({ status: 400, json: { error: 'bad options' } });
    const { invoke } = await startBedrock({ writer });
    await expect(invoke()).rejects.toMatchObject({
      name: 'ModelErrorException',
      message: 'Ollama llama3.1:8b answered: bad options',
      originalStatusCode: 400,
      resourceName: 'Ollama llama3.1:8b',
    });
  });

  test("but the client's hanging up reaches the model's server", async () => {
    const asked = Promise.withResolvers<void>();
    const cut = Promise.withResolvers<void>();
    const { writer } = await ollama((_body, _message, response) => {
      response.once('close', cut.resolve);
      asked.resolve();
      return 'handled';
    });
    const { invoke } = await startBedrock({ writer });
    const patience = new AbortController();
    const outcome = expect(invoke({}, { abortSignal: patience.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
    await asked.promise;
    patience.abort();
    await Promise.all([outcome, cut.promise]);
  });
});
