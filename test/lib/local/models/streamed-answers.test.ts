import { describe, expect, test } from 'vitest';
import { estimateTokens } from '../../../../lib/local/models/writer.ts';
import { body } from '../bedrock/bedrock-fixture.ts';
import { streamed } from './model-server-fixture.ts';
import { asked, input, llamaCpp, never, ollama, openAi } from './writer-fixture.ts';

const bare = body.prompt.slice('<s>'.length);

describe('what is streamed is one text with the counts of the server', () => {
  const counts = { promptTokenCount: 31, generationTokenCount: 260 };
  const whole = { generation: 'a post', ...counts, stopReason: 'stop' };

  test.each([
    ['the end', { done_reason: 'stop', prompt_eval_count: 31, eval_count: 260 }, whole],
    [
      'its limit',
      { done_reason: 'length', eval_count: 512 },
      { stopReason: 'length', generationTokenCount: 512 },
    ],
    [
      'the end, uncounted',
      {},
      { promptTokenCount: estimateTokens(bare), generationTokenCount: 2, stopReason: 'stop' },
    ],
  ])('of Ollama up to %s', async (_what, last, expected) => {
    const lines = [
      { model: 'm', response: 'a ', done: false },
      { model: 'm', response: 'post', done: false },
      { model: 'm', response: '', done: true, ...last },
    ];
    const { writer } = await ollama(streamed('ndjson', lines));
    expect(await writer.write(input, never)).toMatchObject(expected);
  });

  test('of Ollama, cut off where it stops without being done, as after a run of repeats', async () => {
    const { writer } = await ollama(streamed('ndjson', [{ response: 'a post', done: false }]));
    expect(await writer.write(input, never)).toMatchObject({ generation: 'a post', stopReason: 'length' });
  });

  test.each([
    ['the end', { stop_type: 'eos', tokens_evaluated: 31, tokens_predicted: 260 }, whole],
    ['its limit', { stop_type: 'limit' }, { stopReason: 'length' }],
    ['its limit, of a version before December 2024', { stopped_limit: true }, { stopReason: 'length' }],
    ["the context's end", { truncated: true }, { stopReason: 'length' }],
  ])('of llama.cpp up to %s', async (_what, last, expected) => {
    const events = [
      { content: 'a ', stop: false, tokens_predicted: 1, tokens_evaluated: 31 },
      { content: 'post', stop: false, tokens_predicted: 2, tokens_evaluated: 31 },
      { content: '', stop: true, ...last },
    ];
    const { writer } = await llamaCpp(streamed('sse', events));
    expect(await writer.write(input, never)).toMatchObject(expected);
  });

  test.each([
    ['completion', input, (text: string) => ({ text })],
    ['chat', asked, (content: string) => ({ delta: { content } })],
  ])("of OpenAI's %s, with the counts in an event of their own", async (_what, request, choice) => {
    const events = [
      { choices: [{ index: 0, ...choice('a '), finish_reason: null }], usage: null },
      { choices: [{ index: 0, ...choice('post'), finish_reason: null }] },
      { choices: [{ index: 0, ...choice(''), finish_reason: 'stop' }] },
      { choices: [], usage: { prompt_tokens: 31, completion_tokens: 260, total_tokens: 291 } },
    ];
    const route = streamed('sse', events);
    const { writer } = await openAi({ 'POST /v1/completions': route, 'POST /v1/chat/completions': route });
    expect(await writer.write(request, never)).toMatchObject(whole);
  });

  test('of a server that ends it without a reason: cut off', async () => {
    const route = streamed('sse', [{ choices: [{ text: 'a post' }] }]);
    const { writer } = await openAi({ 'POST /v1/completions': route });
    expect(await writer.write(input, never)).toMatchObject({ generation: 'a post', stopReason: 'length' });
  });

  test('wherever the bytes are cut, with comments, names of events and CRLF between', async () => {
    const text =
      ': ping\r\n\r\nevent: x\r\ndata: {"content":"ä po"}\r\n\r\ndata: {"content":"st","stop":true}\r\n\r\ndata: [DONE]';
    const { writer } = await llamaCpp((_body, _message, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const byte of Buffer.from(text)) response.write(Buffer.of(byte));
      response.end();
      return 'handled';
    });
    expect(await writer.write(input, never)).toMatchObject({ generation: 'ä post', stopReason: 'stop' });
  });

  test('also of a server that does not stream', async () => {
    const usage = { prompt_tokens: 31, completion_tokens: 260 };
    const answer = { choices: [{ message: { content: 'a post' }, finish_reason: 'stop' }], usage };
    const { writer } = await openAi({ 'POST /v1/chat/completions': { json: answer } });
    expect(await writer.write(asked, never)).toMatchObject(whole);
  });
});

describe('reasoning', () => {
  test.each([
    ['reasoning_content', { delta: { reasoning_content: 'Let me' } }],
    ['reasoning', { delta: { reasoning: 'Let me' } }],
    ['the text itself', { delta: { content: '<think>Let me' } }],
  ])('in %s is named as the cause where there is nothing else', async (_where, choice) => {
    const events = [{ choices: [choice] }, { choices: [{ delta: {}, finish_reason: 'length' }] }];
    const { writer } = await openAi({ 'POST /v1/chat/completions': streamed('sse', events) });
    await expect(writer.write(asked, never)).rejects.toMatchObject({
      name: 'ModelErrorException',
      message: expect.stringMatching(
        /^the model m of LM Studio spent its answer on reasoning and wrote no text: .*MODEL_NAME/,
      ),
    });
  });

  test('is named as the cause also of Ollama', async () => {
    const { writer } = await ollama(streamed('ndjson', [{ response: '', thinking: 'Let me', done: true }]));
    await expect(writer.write(input, never)).rejects.toThrow('on reasoning');
  });

  test('before a text is left out of it', async () => {
    const { writer } = await llamaCpp({
      json: { content: '<think>\nLet me\n</think>\n\na post', stop: true },
    });
    expect(await writer.write(input, never)).toMatchObject({ generation: 'a post' });
  });
});
