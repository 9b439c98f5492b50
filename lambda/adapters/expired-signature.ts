import type { LambdaClient } from '@aws-sdk/client-lambda';

/** Errors that only concern the time of a signature. */
const timeErrors: ReadonlySet<string> = new Set([
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
]);

/** The message of other errors about it, mainly InvalidSignatureException and SignatureDoesNotMatch. */
const timeMessage = /\bsignature (?:expired|not yet current)\b/i;

/**
 * Makes a client re-sign and resend a request once if AWS rejected its signature as too old or too new. This happens
 * if Lambda freezes a function between signing and sending, or if the function's clock is wrong: the SDK learns the
 * server's time from the rejection. Nothing was done or billed, so the two requests count as one call. The SDK itself
 * retries only some of these rejections, and none with `maxAttempts: 1`.
 *
 * @see https://github.com/aws/aws-sdk-js-v3/issues/7605
 */
export function signAnewWhenExpired({ middlewareStack }: LambdaClient): void {
  middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        const isExpired =
          error instanceof Error && (timeErrors.has(error.name) || timeMessage.test(error.message));
        if (!isExpired) throw error;
        return next(args);
      }
    },
    { step: 'initialize', priority: 'high', name: 'signAnewWhenExpired', override: true },
  );
}
