import { familyNames } from '../model/families/family-table.ts';
import { promptFormats } from '../model/families/llama.ts';
import { regionPattern } from '../model/model-name.ts';
import { choice, number, orOff, type Setting, text } from './setting-kinds.ts';
import { deployedFunctions, readBy, type Variable, writers } from './variable.ts';

const modelId = { accepts: 'a model id, an inference profile id or an ARN', pattern: /^\S+$/ };
const foundationModelId = {
  accepts: 'a model id or an inference profile id',
  default: undefined,
  pattern: /^\S+$/,
};

/**
 * The settings that functions read. This is the one place that declares them: the settings of the stack, the
 * functions' environment and their configuration follow from it.
 */
export const functionSettings = {
  ...readBy(deployedFunctions, {
    region: {
      ...text({
        description: "The stack's Region, from which the model is called",
        accepts: 'a Region such as us-east-2',
        default: 'us-east-2',
        pattern: regionPattern,
      }),
      variable: 'AWS_REGION',
    },
  }),
  ...readBy(writers, {
    modelId: text({
      description:
        'The model: its id, an inference profile id, or the ARN of either; the default depends on `region`, this is that of `us-east-2`',
      default: 'us.meta.llama3-1-8b-instruct-v1:0',
      ...modelId,
    }),
    foundationModelId: text({
      description: 'The model behind an application inference profile, whose ARN does not name it',
      ...foundationModelId,
    }),
    modelFamily: choice({
      description:
        'The family whose request and response format the model uses; needed only where its id does not show it',
      of: familyNames,
      default: undefined,
    }),
    promptFormat: choice({
      description:
        "The prompt template of a Llama model: `inst` is Llama 2's, `llama3` that of Llama 3 or, for a Llama 4 model, of Llama 4",
      of: promptFormats,
      default: 'inst',
    }),
    fallbackModelId: text({
      description: 'The model that writes the post when the first is throttled, retired or not ready',
      default: undefined,
      ...modelId,
    }),
    fallbackFoundationModelId: text({
      description: '`foundationModelId` for the fallback model',
      ...foundationModelId,
    }),
    fallbackModelFamily: choice({
      description: '`modelFamily` for the fallback model',
      of: familyNames,
      default: undefined,
    }),
    guardrailId: text({
      description: 'The id or ARN of the Amazon Bedrock guardrail that topics and posts must pass',
      accepts: "a guardrail's id or ARN",
      default: undefined,
      pattern: /^(?:[a-z0-9]{1,40}|arn:[\w-]+:bedrock:[a-z0-9-]+:\d{12}:guardrail\/[a-z0-9]{1,40})$/,
    }),
    guardrailVersion: text({
      description: "The guardrail's version",
      accepts: "DRAFT or a version's number",
      default: undefined,
      pattern: /^(?:DRAFT|[1-9]\d{0,7})$/,
    }),
  }),
  ...readBy(['post-blog'], {
    deadlineMs: number({
      description: 'Time limit for a request, from its arrival at the gateway',
      default: 27_000,
      min: 2_500,
      max: 27_000,
      unit: 'milliseconds',
    }),
    handoverReserveMs: number({
      description: 'The last part of `deadlineMs`, reserved to save the post or hand it over to the worker',
      default: 4_000,
      min: 1_000,
      max: 10_000,
      unit: 'milliseconds',
    }),
  }),
  ...readBy(['write-blog'], {
    workerDeadlineMs: number({
      description:
        'Time limit for one run of the worker, which writes the posts that take too long for a request',
      default: 870_000,
      min: 60_000,
      max: 870_000,
      unit: 'milliseconds',
    }),
  }),
  ...readBy(writers, {
    modelAttemptBaseMs: number({
      description: 'Time limit for one model call, to which `modelAttemptPerTokenMs` is added',
      default: 5_000,
      min: 100,
      max: 300_000,
      unit: 'milliseconds',
    }),
    modelAttemptPerTokenMs: number({
      description: 'Time added to the limit of a model call for each token of `max_gen_len`',
      default: 25,
      min: 0,
      max: 1_000,
      unit: 'milliseconds',
    }),
    modelReadTimeoutMs: number({
      description: 'How long a model call may stay silent, unless another limit is shorter',
      default: 300_000,
      min: 1_000,
      max: 840_000,
      unit: 'milliseconds',
    }),
    modelBackoffMs: number({
      description: 'Wait after the first throttled model call; doubles each time, with jitter',
      default: 1_000,
      min: 0,
      max: 60_000,
      unit: 'milliseconds',
    }),
    maxModelCalls: number({
      description: 'Maximum number of model calls for one request',
      default: 3,
      min: 1,
      max: 3,
      unit: 'calls',
    }),
    dailyTokenBudget: {
      ...orOff(
        number<number>({
          description:
            'Maximum number of tokens generated per UTC day; the default is `off` where `auth` is not `none`',
          default: 200_000,
          min: 1,
          max: 999_999_999,
          unit: 'tokens',
        }),
      ),
      // The default is for a public endpoint. Without a budget, a function has no permission to count tokens.
      whenUnset: 'off',
    },
  }),
  ...readBy(['get-blog'], {
    auth: choice({
      description:
        'Who may call: `none` is everyone, `iam` callers that sign requests (SigV4), `jwt` bearers of a token from `jwtIssuer`',
      of: ['none', 'iam', 'jwt'],
      default: 'none',
    }),
    page: choice({
      description: 'Whether `GET /` is a page to write posts on; with `auth` `iam` there is none',
      of: ['on', 'off'],
      default: 'on',
    }),
  }),
  ...readBy(deployedFunctions, {
    logLevel: choice({
      description: "The minimum level of the functions' own log messages",
      of: ['DEBUG', 'INFO', 'WARN', 'ERROR'],
      default: 'INFO',
    }),
  }),
} satisfies Record<string, Setting<unknown> & Variable>;
