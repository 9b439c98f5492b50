import { requestDefaults } from '../../../lambda/core/request/blog-request.ts';
import type { CostInputs } from './cost-inputs.ts';
import { billedSeconds, lambdaTimes } from './lambda-cost.ts';
import { short, whole } from './markdown.ts';
import { pollsOfAPromise, usageOfAPost } from './post-cost.ts';
import { quotas } from './quotas.ts';

/** Something that bounds how many posts there can be. */
export interface Limit {
  readonly name: string;
  /** How many posts a minute it lets through. */
  readonly postsAMinute: number;
  /** How that comes about, in figures. */
  readonly arithmetic: string;
  /** The setting, or the quota to ask for. */
  readonly raise: string;
}

const minutesADay = 1_440;

/** What bounds plain posts of the default length, what is met first first. */
export function limitsOf(inputs: CostInputs): Limit[] {
  const limits = [...limitsOfSettings(inputs), ...limitsOfQuotas(inputs)];
  return limits.sort((a, b) => a.postsAMinute - b.postsAMinute);
}

/** How long one post keeps a function busy that is warm, in seconds. */
export function busySeconds({ settings, cpu, measured, assumptions }: CostInputs): number {
  return billedSeconds(measured.acts.plain.usage, lambdaTimes(settings.memorySizeMb, cpu), assumptions);
}

/** What Bedrock takes off the quota when a call starts. */
export const tokensReserved = ({ measured }: Pick<CostInputs, 'measured'>): number =>
  measured.promptTokens + requestDefaults.maxGenLen;

/** How often S3 is read for a promised post, its caller's looks included. */
export const readsOfAPromise = (inputs: CostInputs): number => usageOfAPost('promised', inputs).s3Gets;

function limitsOfSettings(inputs: CostInputs): Limit[] {
  const { settings, measured, assumptions } = inputs;
  const { dailyTokenBudget, postRate, getRate } = settings;
  const looks = pollsOfAPromise(inputs) + 1;
  const rates: Limit[] = [
    {
      name: 'The gateway’s throttle of `POST`',
      postsAMinute: postRate * 60,
      arithmetic: `${postRate} a second × 60`,
      raise: '`postRate` and `postBurst`',
    },
    {
      name: 'The gateway’s throttle of `GET`, promised posts only',
      postsAMinute: (getRate * 60) / looks,
      arithmetic: `${getRate} a second × 60 ÷ ${looks} looks at each`,
      raise: '`getRate` and `getBurst`',
    },
  ];
  if (dailyTokenBudget === 'off') return rates;
  const { generationTokens } = measured;
  // Two changes a post, each a read and a write, one after the other.
  const changeSeconds = 2 * assumptions.s3Seconds;
  return [
    ...rates,
    {
      name: 'The day’s budget of tokens',
      postsAMinute: dailyTokenBudget / generationTokens / minutesADay,
      arithmetic: `${whole(dailyTokenBudget)} tokens a day ÷ ${generationTokens} of a post ÷ ${whole(minutesADay)} minutes`,
      raise: '`dailyTokenBudget`',
    },
    {
      name: 'The one record of the day’s budget',
      postsAMinute: 60 / changeSeconds / 2,
      arithmetic: `60 s ÷ ${short(changeSeconds * 1_000)} ms for a read and a write ÷ 2 changes of a post; races make it less`,
      raise: '`dailyTokenBudget` `off`',
    },
  ];
}

function limitsOfQuotas(inputs: CostInputs): Limit[] {
  const seconds = busySeconds(inputs);
  const concurrency = ({ value, name }: { value: number; name: string }, whose: string): Limit => ({
    name: `Lambda’s concurrency${whose}`,
    postsAMinute: (value * 60) / seconds,
    arithmetic: `${whole(value)} runs × 60 ÷ ${short(seconds)} s of a post`,
    raise: name,
  });
  const {
    modelTokensAMinute: tokens,
    gatewayRequestsASecond,
    s3PutsASecond,
    s3GetsASecond,
    putLogEventsASecond,
  } = quotas;
  const aSecond = (name: string, of: { value: number; name?: string }, what: string): Limit => ({
    name,
    postsAMinute: of.value * 60,
    arithmetic: `${whole(of.value)} ${what} a second × 60`,
    raise: of.name ?? 'Nothing to set',
  });
  return [
    concurrency(quotas.newAccountConcurrency, ' in a new account'),
    concurrency(quotas.lambdaConcurrency, ''),
    {
      name: 'The model’s quota',
      postsAMinute: tokens.value / tokensReserved(inputs),
      arithmetic: `${whole(tokens.value)} tokens a minute ÷ (${inputs.measured.promptTokens} of the prompt + ${requestDefaults.maxGenLen} of \`max_gen_len\`)`,
      raise: tokens.name,
    },
    {
      name: 'S3 reads of promised posts',
      postsAMinute: (s3GetsASecond.value * 60) / readsOfAPromise(inputs),
      arithmetic: `${whole(s3GetsASecond.value)} GETs a second × 60 ÷ ${readsOfAPromise(inputs)} of a post, as if on one prefix`,
      raise: 'Nothing to set',
    },
    aSecond('S3 writes under `blog_output/`', s3PutsASecond, 'PUTs, one of a post,'),
    aSecond('CloudWatch Logs', putLogEventsASecond, 'calls, if each run makes one,'),
    aSecond('The gateway’s quota', gatewayRequestsASecond, 'requests'),
  ];
}
