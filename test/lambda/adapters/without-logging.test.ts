import { expect, it } from 'vitest';
import { createBedrockClient } from '../../../lambda/adapters/bedrock-client.ts';
import { createS3Client } from '../../../lambda/adapters/s3-bucket.ts';
import { createLambdaClient } from '../../../lambda/adapters/worker-invoker.ts';

it.each([
  ['Bedrock', createBedrockClient('us-east-2', 1_000)],
  ['S3', createS3Client('us-east-2')],
  ['Lambda', createLambdaClient('us-east-2')],
])('the client of %s does no logging of its own', (_, client) => {
  const middleware = client.middlewareStack.identify().join('\n');
  expect(middleware).toContain('signAnewWhenExpired');
  expect(middleware).not.toMatch(/logger/i);
});
