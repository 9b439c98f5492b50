import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { S3Client } from '@aws-sdk/client-s3';

/** Errors that are about the time of a signature and nothing else. */
const timeErrors: ReadonlySet<string> = new Set([
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
]);

/** What other errors say of it, InvalidSignatureException and SignatureDoesNotMatch above all. */
const timeMessage = /\bsignature (?:expired|not yet current)\b/i;

/**
 * Makes a client send a request once more, signed anew, where AWS refused its signature as too old or too new. That
 * happens where Lambda freezes a function between signing and sending, and where the function's clock is off: from
 * the refusal the SDK has learned the time of the server. Nothing was done and nothing is billed, so to the caller
 * the two requests are one call. The SDK itself sends again only some of these refusals, and none with one attempt.
 *
 * @see https://github.com/aws/aws-sdk-js-v3/issues/7605
 * @returns the client
 */
export function signAnewWhenExpired<T extends BedrockRuntimeClient | LambdaClient | S3Client>(client: T): T {
  // The three clients have one kind of stack, but types of their own for what is sent through it.
  const { middlewareStack } = client as LambdaClient;
  middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        if (!isExpiredSignature(error)) throw error;
        return next(args);
      }
    },
    { step: 'initialize', priority: 'high', name: 'signAnewWhenExpired', override: true },
  );
  return client;
}

/** Whether AWS refused a request for the time of its signature. */
export function isExpiredSignature(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { $metadata } = error as Error & {
    $metadata?: { httpStatusCode?: number; clockSkewCorrected?: boolean };
  };
  if (timeErrors.has(error.name) || timeMessage.test(error.message)) return true;
  // A refused HEAD has no body to name its reason in.
  return $metadata?.clockSkewCorrected === true && $metadata.httpStatusCode === 403;
}
