import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { onTestFinished } from 'vitest';
import { buildInstPrompt } from '../../../../lambda/core/post/prompt.ts';
import { withDefaults } from '../../../../lambda/core/request/blog-request.ts';
import {
  type BedrockStandInOptions,
  startBedrockStandIn,
} from '../../../../lib/local/bedrock/bedrock-stand-in.ts';
import type { Writer, WriterOutput } from '../../../../lib/local/models/writer.ts';

export const modelId = 'us.meta.llama3-1-8b-instruct-v1:0';

/** The body that the service sends for a topic alone. */
export const body = {
  prompt: buildInstPrompt(withDefaults({ blogTopic: 'What is Diffusion Model and GANs' })),
  max_gen_len: 512,
  temperature: 0.5,
  top_p: 0.9,
};

/** A writer that notes what it was asked and answers what the test says. */
export function fakeWriter(output: Partial<WriterOutput> = {}) {
  const calls: Parameters<Writer['write']>[] = [];
  const writer: Writer = {
    describe: () => 'a fake',
    async write(...call) {
      calls.push(call);
      return {
        generation: 'text',
        promptTokenCount: 31,
        generationTokenCount: 260,
        stopReason: 'stop',
        ...output,
      };
    },
  };
  return { writer, calls };
}

/** A stand-in on a free port with the real client in front; both end with the test. */
export async function startBedrock(options: Partial<BedrockStandInOptions> = {}) {
  const server = await startBedrockStandIn({ writer: fakeWriter().writer, ...options });
  const client = new BedrockRuntimeClient({
    region: 'us-east-2',
    endpoint: server.url,
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler(),
    // A bearer token in the shell, even an empty one, would stand before the credentials.
    authSchemePreference: ['sigv4'],
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  onTestFinished(async () => {
    client.destroy();
    await server.close();
  });
  const invoke = (
    changes: Record<string, unknown> = {},
    more: { modelId?: string; abortSignal?: AbortSignal } = {},
  ) =>
    client.send(
      new InvokeModelCommand({
        modelId: more.modelId ?? modelId,
        contentType: 'application/json',
        accept: 'application/json',
        body: JSON.stringify({ ...body, ...changes }),
      }),
      more.abortSignal === undefined ? {} : { abortSignal: more.abortSignal },
    );
  return { server, client, invoke };
}
