import type { ServiceQuota } from '@aws-sdk/client-service-quotas';
import type { ModelId } from '../../../lambda/core/model/model-id.ts';

/**
 * Finds the quotas that limit the configured model among all of Amazon Bedrock's. Only the names connect the two, such
 * as "Cross-region model inference tokens per minute for Meta Llama 3.1 8B Instruct" or "On-demand InvokeModel tokens
 * per minute for Meta Llama 3 8B Instruct"; the best match counts. AWS has not enforced requests per minute since 2026.
 *
 * Source of the names: AWS, "Quotas for the bedrock-runtime endpoint" and the quota table of Amazon Bedrock in the
 * General Reference.
 */
export function findModelQuota(quotas: readonly ServiceQuota[], { geo, foundationModelId }: ModelId) {
  // A profile that was copied from a model runs in a single Region.
  const profile = geo === 'global' ? 'global cross-region' : 'cross-region';
  const perMinute = `${geo === undefined ? 'on-demand' : profile} (?:model inference|InvokeModel) tokens per minute`;
  return {
    perMinute: best(quotas, perMinute, foundationModelId),
    perDay: best(quotas, 'model invocation max tokens per day', foundationModelId),
  };
}

/** The quota of a kind whose name has the most words of the model, and no others. @param kind a regular expression */
function best(quotas: readonly ServiceQuota[], kind: string, modelId: string): ServiceQuota | undefined {
  const pattern = new RegExp(`^${kind} for (.+)$`, 'i');
  const words = wordsOfId(modelId);
  const fitting = quotas
    .map((quota) => ({ quota, named: wordsOfName(pattern.exec(quota.QuotaName ?? '')?.[1] ?? '') }))
    // A family alone, "Meta Llama", is no model.
    .filter(({ named }) => named.length > 1 && named.every((word) => words.includes(word)));
  return fitting.sort((a, b) => b.named.length - a.named.length)[0]?.quota;
}

/** `meta.llama3-1-8b-instruct-v1:0` → meta, llama, 3.1, 8b, instruct */
function wordsOfId(id: string): string[] {
  return id
    .replace(/-v\d+(?::\d+)*$/, '')
    .replace(/(\d)-(\d+)(?=-|$)/g, '$1.$2')
    .split(/[-]|(?<=[a-z])\.|(?<=[a-z])(?=\d)/)
    .filter((word) => word !== '');
}

/** `Meta Llama 4 Scout V1 (doubled for cross-region calls)` → meta, llama, 4, scout */
function wordsOfName(name: string): string[] {
  return name
    .toLowerCase()
    .replace(/\(.*?\)/g, '')
    .replace(/ v\d+\b/g, '')
    .split(/[\s-]+/)
    .filter((word) => word !== '');
}
