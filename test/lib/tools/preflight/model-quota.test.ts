import { describe, expect, it } from 'vitest';
import { parseModelId } from '../../../../lambda/core/model/model-id.ts';
import { findModelQuota } from '../../../../lib/tools/preflight/check-quota.ts';
import { quota } from './aws-answers.ts';

// Names as they are in Amazon Bedrock's table of quotas.
const names = [
  'Cross-region model inference tokens per minute for Anthropic Claude Sonnet 4 V1',
  'Cross-region model inference tokens per minute for Meta Llama 3.1 405B Instruct',
  'Cross-region model inference tokens per minute for Meta Llama 3.1 8B Instruct',
  'Cross-region model inference tokens per minute for Meta Llama 3.3 70B Instruct',
  'Cross-region model inference tokens per minute for Meta Llama 4 Maverick V1',
  'Cross-region model inference tokens per minute for Meta Llama 4 Scout V1',
  'Cross-region model inference requests per minute for Meta Llama 3.1 8B Instruct',
  'Global cross-region model inference tokens per minute for Meta Llama 4 Scout V1',
  'On-demand model inference tokens per minute for Meta Llama 3 8B Instruct',
  'On-demand model inference tokens per minute for Meta Llama 3 70B Instruct',
  'On-demand InvokeModel tokens per minute for Meta Llama 3.1 8B Instruct',
  'On-demand latency-optimized model inference tokens per minute for Meta Llama 3.1 70B Instruct',
  'Model invocation max tokens per day for Meta Llama 4 Scout V1 (doubled for cross-region calls)',
];
const quotas = names.map((name, value) => quota(name, value));

describe('findModelQuota', () => {
  it.each([
    ['us.meta.llama3-1-8b-instruct-v1:0', 2, undefined],
    ['us.meta.llama3-3-70b-instruct-v1:0', 3, undefined],
    ['us.meta.llama4-maverick-17b-instruct-v1:0', 4, undefined],
    ['us.meta.llama4-scout-17b-instruct-v1:0', 5, 12],
    ['global.meta.llama4-scout-17b-instruct-v1:0', 7, 12],
    ['meta.llama3-8b-instruct-v1:0', 8, undefined],
    ['meta.llama3-1-8b-instruct-v1:0', 10, undefined],
    ['us.meta.llama3-1-70b-instruct-v1:0', undefined, undefined],
    ['us.meta.llama5-8b-instruct-v1:0', undefined, undefined],
  ])('finds those of %s by their names', (id, perMinute, perDay) => {
    const found = findModelQuota(quotas, parseModelId(id));
    expect([found.perMinute?.Value, found.perDay?.Value]).toEqual([perMinute, perDay]);
  });
});
