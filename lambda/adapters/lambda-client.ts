import { LambdaClient } from '@aws-sdk/client-lambda';
import { signAnewWhenExpired } from './expired-signature.ts';
import { createQuickHandler } from './request-handlers.ts';

/** The client that hands posts over to the worker. */
export function createLambdaClient(region: string): LambdaClient {
  return signAnewWhenExpired(
    new LambdaClient({
      region,
      maxAttempts: 3,
      retryMode: 'standard',
      requestHandler: createQuickHandler(),
    }),
  );
}
