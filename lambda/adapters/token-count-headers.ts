import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { readTokenCounts } from '../core/post/blog.ts';

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
export function readCountHeaders(answer: object) {
  return readTokenCounts({
    promptTokens: headersOf.get(answer)?.['x-amzn-bedrock-input-token-count'],
    generationTokens: headersOf.get(answer)?.['x-amzn-bedrock-output-token-count'],
  });
}
