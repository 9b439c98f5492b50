import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import type { Generation } from '../core/post/blog.ts';

type TokenCounts = Pick<Generation, 'promptTokenCount' | 'generationTokenCount'>;
type Headers = Readonly<Record<string, string>>;

/** The headers of each response, for the lifetime of the response object. */
const headersOf = new WeakMap<object, Headers>();

/**
 * Makes a client keep the headers of its responses. Bedrock sends the token counts of `InvokeModel` in headers, which
 * the SDK's output omits, and some families have no counts in the body.
 */
export function keepTokenCounts(client: BedrockRuntimeClient): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { headers = {} } = result.response as { headers?: Headers };
      if (result.output !== undefined) headersOf.set(result.output, headers);
      return result;
    },
    { step: 'deserialize', priority: 'high', name: 'keepTokenCounts', override: true },
  );
}

/** The token counts in the headers of a response. @param answer the output of a client with {@link keepTokenCounts} */
export function readTokenCounts(answer: object): TokenCounts {
  const headers = headersOf.get(answer) ?? {};
  return {
    promptTokenCount: toCount(headers['x-amzn-bedrock-input-token-count']),
    generationTokenCount: toCount(headers['x-amzn-bedrock-output-token-count']),
  };
}

function toCount(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,9}$/.test(header) ? Number(header) : undefined;
}
