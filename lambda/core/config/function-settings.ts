import { familyNames } from '../model/families/family-table.ts';
import { promptFormats } from '../model/families/llama.ts';
import { regionPattern } from '../model/model-name.ts';
import { choice, number, orOff, type Setting, text } from './setting-kinds.ts';

/** The deployed functions: each is `lambda/<name>.ts`. */
export type FunctionName = 'post-blog' | 'write-blog' | 'get-blog';

/** How a value reaches a function. */
export interface Variable {
  /** The environment variable. Those that begin with `AWS_` are set by Lambda itself. */
  readonly variable: string;
  /** The functions that read it. */
  readonly readBy: readonly FunctionName[];
  /** What a function goes by where the variable is not set. @default - the setting's default */
  readonly whenUnset?: unknown;
}

export const everyFunction = ['post-blog', 'write-blog', 'get-blog'] as const;
const writers = ['post-blog', 'write-blog'] as const;

const anyModelId = { accepts: 'a model id, an inference profile id or an ARN', pattern: /^\S+$/ };
const foundationModel = {
  accepts: 'a model id or an inference profile id',
  default: undefined,
  pattern: /^\S+$/,
};

/**
 * The settings that functions read, each with the variable it comes in. This is the one place that declares them:
 * the settings of the stack, the functions' environment and their configuration follow from it.
 */
export const functionSettings = {
  region: {
    variable: 'AWS_REGION',
    readBy: everyFunction,
    ...text({
      description: 'The Region of the stack, from which the model is called',
      accepts: 'a Region such as us-east-2',
      default: 'us-east-2',
      pattern: regionPattern,
    }),
  },
  modelId: {
    variable: 'MODEL_ID',
    readBy: writers,
    ...text({
      description:
        'The model: its id, an inference profile id, or an ARN of either; unset, one that `region` has, here that of `us-east-2`',
      default: 'us.meta.llama3-1-8b-instruct-v1:0',
      ...anyModelId,
    }),
  },
  foundationModelId: {
    variable: 'FOUNDATION_MODEL_ID',
    readBy: writers,
    ...text({
      description: "The model behind an application inference profile, which the profile's ARN does not name",
      ...foundationModel,
    }),
  },
  modelFamily: {
    variable: 'MODEL_FAMILY',
    readBy: writers,
    ...choice({
      description:
        'How the model is asked and answers, where that is not told by its id: the family whose request and answer it shares',
      of: familyNames,
      default: undefined,
    }),
  },
  promptFormat: {
    variable: 'PROMPT_FORMAT',
    readBy: writers,
    ...choice({
      description:
        "The template around the prompt of a Llama model: `inst` is Llama 2's, `llama3` that of Llama 3, or for a model of Llama 4 that one's own",
      of: promptFormats,
      default: 'inst',
    }),
  },
  fallbackModelId: {
    variable: 'FALLBACK_MODEL_ID',
    readBy: writers,
    ...text({
      description:
        'The model that writes the post where the first is throttled, retired or not ready; unset, none',
      default: undefined,
      ...anyModelId,
    }),
  },
  fallbackFoundationModelId: {
    variable: 'FALLBACK_FOUNDATION_MODEL_ID',
    readBy: writers,
    ...text({
      description: 'For the fallback model what `foundationModelId` is for the first',
      ...foundationModel,
    }),
  },
  fallbackModelFamily: {
    variable: 'FALLBACK_MODEL_FAMILY',
    readBy: writers,
    ...choice({
      description: 'For the fallback model what `modelFamily` is for the first',
      of: familyNames,
      default: undefined,
    }),
  },
  guardrailId: {
    variable: 'GUARDRAIL_ID',
    readBy: writers,
    ...text({
      description: 'The Amazon Bedrock guardrail that topics and posts must pass: its id or ARN',
      accepts: "a guardrail's id or ARN",
      default: undefined,
      pattern: /^(?:[a-z0-9]{1,40}|arn:[\w-]+:bedrock:[a-z0-9-]+:\d{12}:guardrail\/[a-z0-9]{1,40})$/,
    }),
  },
  guardrailVersion: {
    variable: 'GUARDRAIL_VERSION',
    readBy: writers,
    ...text({
      description: "The guardrail's version",
      accepts: "DRAFT or a version's number",
      default: undefined,
      pattern: /^(?:DRAFT|[1-9]\d{0,7})$/,
    }),
  },
  deadlineMs: {
    variable: 'DEADLINE_MS',
    readBy: ['post-blog'],
    ...number({
      description: 'Time for a whole request, from its arrival at the gateway',
      default: 27_000,
      min: 2_500,
      max: 27_000,
      unit: 'milliseconds',
    }),
  },
  handoverReserveMs: {
    variable: 'HANDOVER_RESERVE_MS',
    readBy: ['post-blog'],
    ...number({
      description:
        'Time of `deadlineMs` kept free at its end, to save the post or hand it over to the worker',
      default: 4_000,
      min: 1_000,
      max: 10_000,
      unit: 'milliseconds',
    }),
  },
  workerDeadlineMs: {
    variable: 'WORKER_DEADLINE_MS',
    readBy: ['write-blog'],
    ...number({
      description: 'Time for one run of the worker, which writes the posts that no request could wait for',
      default: 870_000,
      min: 60_000,
      max: 870_000,
      unit: 'milliseconds',
    }),
  },
  modelAttemptBaseMs: {
    variable: 'MODEL_ATTEMPT_BASE_MS',
    readBy: writers,
    ...number({
      description: 'Time for one model call, whatever its length',
      default: 5_000,
      min: 100,
      max: 300_000,
      unit: 'milliseconds',
    }),
  },
  modelAttemptPerTokenMs: {
    variable: 'MODEL_ATTEMPT_PER_TOKEN_MS',
    readBy: writers,
    ...number({
      description: 'Time added to a model call for each token of `max_gen_len`',
      default: 25,
      min: 0,
      max: 1_000,
      unit: 'milliseconds',
    }),
  },
  modelReadTimeoutMs: {
    variable: 'MODEL_READ_TIMEOUT_MS',
    readBy: writers,
    ...number({
      description: 'The longest silence of a model call, where nothing shorter bounds it',
      default: 300_000,
      min: 1_000,
      max: 840_000,
      unit: 'milliseconds',
    }),
  },
  modelBackoffMs: {
    variable: 'MODEL_BACKOFF_MS',
    readBy: writers,
    ...number({
      description: 'Wait before the second model call after a throttled one; it doubles, with jitter',
      default: 1_000,
      min: 0,
      max: 60_000,
      unit: 'milliseconds',
    }),
  },
  maxModelCalls: {
    variable: 'MAX_MODEL_CALLS',
    readBy: writers,
    ...number({
      description: 'Model calls for one request at the most',
      default: 3,
      min: 1,
      max: 3,
      unit: 'calls',
    }),
  },
  dailyTokenBudget: {
    variable: 'DAILY_TOKEN_BUDGET',
    readBy: writers,
    // The default is of a public endpoint: what needs no budget is deployed without the right to count.
    whenUnset: 'off',
    ...orOff(
      number<number>({
        description:
          'Tokens that may be generated in a day of UTC; `off` unless set where `auth` is not `none`',
        default: 200_000,
        min: 1,
        max: 999_999_999,
        unit: 'tokens',
      }),
    ),
  },
  logLevel: {
    variable: 'LOG_LEVEL',
    readBy: everyFunction,
    ...choice({
      description: "The least severe of the functions' own messages that is logged",
      of: ['DEBUG', 'INFO', 'WARN', 'ERROR'],
      default: 'INFO',
    }),
  },
} as const satisfies Record<string, Setting<unknown> & Variable>;
