import type { InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import type { Generation } from '../core/blog.ts';

type TokenCounts = Pick<Generation, 'promptTokenCount' | 'generationTokenCount'>;

/**
 * The token counts that Bedrock sends as headers with each answer of `InvokeModel`: some families have none in the
 * body. The SDK's output leaves them out, so they are read as the answer passes by.
 *
 * @returns the counts of the answer, once the command was sent
 */
export function readTokenCounts(command: InvokeModelCommand): () => TokenCounts {
  let headers: Readonly<Record<string, string>> = {};
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      headers = (result.response as { headers?: Record<string, string> }).headers ?? {};
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'readTokenCounts' },
  );
  return () => {
    const promptTokenCount = toCount(headers['x-amzn-bedrock-input-token-count']);
    const generationTokenCount = toCount(headers['x-amzn-bedrock-output-token-count']);
    return {
      ...(promptTokenCount !== undefined && { promptTokenCount }),
      ...(generationTokenCount !== undefined && { generationTokenCount }),
    };
  };
}

function toCount(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,9}$/.test(header) ? Number(header) : undefined;
}
