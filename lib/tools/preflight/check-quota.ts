import {
  paginateListAWSDefaultServiceQuotas,
  paginateListServiceQuotas,
  type ServiceQuota,
  type ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import type { ModelId } from '../../../lambda/core/model/model-id.ts';
import { requestDefaults } from '../../../lambda/core/request/blog-request.ts';
import type { Settings } from '../../settings/settings.ts';
import { answerLimit } from './clients.ts';
import { type Finding, fail, pass, warn } from './finding.ts';

/** Bedrock reserves the prompt and all of `max_gen_len` when a call starts. */
const tokensOfAPost = requestDefaults.maxGenLen + 50;
/** An account with fewer posts a day has not been opened by AWS yet. */
const fewPostsADay = 100;

/** About how many posts the model's quota allows. */
export async function checkQuota(
  client: ServiceQuotasClient,
  settings: Pick<Settings, 'model' | 'postRate'>,
): Promise<Finding> {
  const { perMinute, perDay } = await readModelQuota(client, settings.model.id);
  if (perMinute?.Value === undefined) {
    return warn(
      `no quota of ${settings.model.id.foundationModelId} was found`,
      'check its tokens per minute in Service Quotas, Amazon Bedrock',
    );
  }
  const posts = Math.floor(perMinute.Value / tokensOfAPost);
  const postsADay = perDay?.Value === undefined ? undefined : Math.floor(perDay.Value / tokensOfAPost);
  const found =
    `${format(perMinute.Value)} tokens a minute, which is about ${format(posts)} posts` +
    (postsADay === undefined ? '' : `, and about ${format(postsADay)} posts a day`);
  const more = (of: ServiceQuota): string =>
    `ask for more in Service Quotas, Amazon Bedrock: "${of.QuotaName}" (${of.QuotaCode})`;
  if (posts === 0) return fail(`${found}: every post would be throttled`, more(perMinute));
  if (postsADay !== undefined && postsADay < fewPostsADay && perDay !== undefined) {
    return warn(found, more(perDay));
  }
  if (posts < settings.postRate * 60) {
    return warn(
      `${found}, while postRate=${settings.postRate} lets in ${format(settings.postRate * 60)} a minute`,
      `${more(perMinute)}, or lower postRate`,
    );
  }
  return pass(found);
}

/** Applied values are listed only for some quotas; the others have the default. */
async function readModelQuota(client: ServiceQuotasClient, model: ModelId) {
  const applied = findModelQuota(await collect(paginateListServiceQuotas, client), model);
  if (applied.perMinute !== undefined) return applied;
  const { perMinute, perDay } = findModelQuota(
    await collect(paginateListAWSDefaultServiceQuotas, client),
    model,
  );
  return { perMinute, perDay: applied.perDay ?? perDay };
}

async function collect(
  paginate: typeof paginateListServiceQuotas | typeof paginateListAWSDefaultServiceQuotas,
  client: ServiceQuotasClient,
): Promise<ServiceQuota[]> {
  const config = { client, pageSize: 100 };
  const pages = await Array.fromAsync(paginate(config, { ServiceCode: 'bedrock' }, answerLimit()));
  return pages.flatMap(({ Quotas = [] }) => Quotas);
}

function format(number: number): string {
  return number.toLocaleString('en-US');
}

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
