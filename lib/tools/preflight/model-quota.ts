import type { ServiceQuota } from '@aws-sdk/client-service-quotas';
import type { ModelId } from '../../../lambda/core/model/model-id.ts';

/** The quotas that limit a model. AWS has not enforced requests per minute since 2026. */
export interface ModelQuota {
  readonly perMinute?: ServiceQuota;
  readonly perDay?: ServiceQuota;
}

/**
 * Finds the quotas of the configured model among all of Amazon Bedrock's. Only the names connect the two, such as "Cross-region model inference tokens per minute for Meta Llama 3.1 8B Instruct" or
 * "On-demand InvokeModel tokens per minute for Meta Llama 3 8B Instruct"; the best match counts.
 *
 * Source of the names: AWS, "Quotas for the bedrock-runtime endpoint" and the quota table of Amazon Bedrock in the
 * General Reference.
 */
export function findModelQuota(quotas: readonly ServiceQuota[], model: ModelId): ModelQuota {
  const perMinute = best(quotas, kindOf(model), model);
  const perDay = best(quotas, /^model invocation max tokens per day for (.+)$/i, model);
  return { ...(perMinute && { perMinute }), ...(perDay && { perDay }) };
}

function kindOf(model: ModelId): RegExp {
  if (model.form === 'foundation-model') return perMinuteOf('on-demand');
  if (model.geo === 'global') return perMinuteOf('global cross-region');
  // A profile that was copied from a model runs in a single Region.
  return perMinuteOf(model.geo === undefined ? 'on-demand' : 'cross-region');
}

const perMinuteOf = (kind: string): RegExp =>
  new RegExp(`^${kind} (?:model inference|InvokeModel) tokens per minute for (.+)$`, 'i');

/** The quota whose name has the most words of the model, and no others. */
function best(quotas: readonly ServiceQuota[], pattern: RegExp, model: ModelId): ServiceQuota | undefined {
  const words = wordsOfId(model.foundationModelId);
  let found: { quota: ServiceQuota; score: number } | undefined;
  for (const quota of quotas) {
    const name = pattern.exec(quota.QuotaName ?? '')?.[1];
    if (name === undefined) continue;
    const named = wordsOfName(name);
    // A family alone, "Meta Llama", is no model.
    const fits = named.length > 1 && named.every((word) => words.includes(word));
    if (fits && named.length > (found?.score ?? 0)) found = { quota, score: named.length };
  }
  return found?.quota;
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
