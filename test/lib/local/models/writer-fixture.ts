import { buildInstruction } from '../../../../lambda/core/post/prompt.ts';
import { withDefaults } from '../../../../lambda/core/request/blog-request.ts';
import {
  llamaCppCompletion,
  ollamaGenerate,
  openAiCompletion,
} from '../../../../lib/local/models/endpoints.ts';
import { createServerWriter, type ServerWriterOptions } from '../../../../lib/local/models/server-writer.ts';
import { body } from '../bedrock/bedrock-fixture.ts';
import { type Route, startModelServer } from './model-server-fixture.ts';

export const input = { prompt: body.prompt, raw: true, maxGenLen: 512, temperature: 0.5, topP: 0.9 };
export const asked = { ...input, prompt: buildInstruction(withDefaults({ blogTopic: 'T' })), raw: false };
export const never = new AbortController().signal;
const patience = { silenceMs: 60_000, longestMs: 60_000, retryMs: 1 };

type Options = Partial<ServerWriterOptions> & { thinks?: boolean };

async function start(
  routes: Record<string, Route>,
  options: Pick<ServerWriterOptions, 'kind' | 'model' | 'completion'> & Options,
) {
  const server = await startModelServer(routes);
  return { server, writer: createServerWriter({ ...patience, ...options, server }) };
}

export async function ollama(route: Route, { thinks = false, ...options }: Options = {}) {
  const generate = ollamaGenerate({ thinks });
  const shape = { kind: 'Ollama', model: 'llama3.1:8b', completion: generate, chat: generate, ...options };
  return start({ 'POST /api/generate': route }, shape);
}

export async function llamaCpp(route: Route, options: Options = {}) {
  const shape = { kind: 'llama.cpp', model: 'm.gguf', completion: llamaCppCompletion, ...options };
  return start({ 'POST /completion': route, 'POST /v1/chat/completions': route }, shape);
}

export async function openAi(routes: Record<string, Route>, options: Options = {}) {
  return start(routes, { kind: 'LM Studio', model: 'm', completion: openAiCompletion, ...options });
}
