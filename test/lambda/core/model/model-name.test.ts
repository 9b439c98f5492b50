import { describe, expect, it } from 'vitest';
import { readBedrockArn } from '../../../../lambda/core/model/model-name.ts';

describe('readBedrockArn', () => {
  it('reads no account from the ARN of a foundation model, which has none', () => {
    expect(
      readBedrockArn('arn:aws:bedrock:us-east-2::foundation-model/meta.llama3-1-8b-instruct-v1:0'),
    ).toEqual({
      parts: { partition: 'aws', region: 'us-east-2', account: undefined },
      type: 'foundation-model',
      name: 'meta.llama3-1-8b-instruct-v1:0',
    });
  });

  it.each([
    ['an ARN of another service', 'arn:aws:s3:us-east-2:123456789012:inference-profile/us.meta.llama'],
    ['a Region that is none', 'arn:aws:bedrock:ohio::foundation-model/meta.llama'],
    ['a wildcard', 'arn:aws:bedrock:us-east-2::foundation-model/*'],
    ['a model id', 'meta.llama3-1-8b-instruct-v1:0'],
    ['nothing', ''],
  ])('reads nothing from %s', (_, text) => {
    expect(readBedrockArn(text)).toBeUndefined();
  });
});
