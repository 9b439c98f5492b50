import { regionPattern } from '../model/model-name.ts';
import { modelChoiceSettings } from './model-choice-settings.ts';
import { choice, number, orOff, type Setting, text } from './setting-kinds.ts';
import { deployedFunctions, type Variable, writers } from './variable.ts';

/**
 * The settings that functions read, each with the variable it comes in. This is the one place that declares them:
 * the settings of the stack, the functions' environment and their configuration follow from it.
 */
export const functionSettings = {
  region: {
    variable: 'AWS_REGION',
    readBy: deployedFunctions,
    ...text({
      description: "The stack's Region, from which the model is called",
      accepts: 'a Region such as us-east-2',
      default: 'us-east-2',
      pattern: regionPattern,
    }),
  },
  ...modelChoiceSettings,
  deadlineMs: {
    variable: 'DEADLINE_MS',
    readBy: ['post-blog'],
    ...number({
      description: 'Time limit for a request, from its arrival at the gateway',
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
      description: 'The last part of `deadlineMs`, reserved to save the post or hand it over to the worker',
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
      description:
        'Time limit for one run of the worker, which writes the posts that take too long for a request',
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
      description: 'Time limit for one model call, to which `modelAttemptPerTokenMs` is added',
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
      description: 'Time added to the limit of a model call for each token of `max_gen_len`',
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
      description: 'How long a model call may stay silent, unless another limit is shorter',
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
      description: 'Wait after the first throttled model call; doubles each time, with jitter',
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
      description: 'Maximum number of model calls for one request',
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
          'Maximum number of tokens generated per UTC day; the default is `off` where `auth` is not `none`',
        default: 200_000,
        min: 1,
        max: 999_999_999,
        unit: 'tokens',
      }),
    ),
  },
  auth: {
    variable: 'AUTH',
    readBy: ['get-blog'],
    ...choice({
      description:
        'Who may call: `none` is everyone, `iam` callers that sign requests (SigV4), `jwt` bearers of a token from `jwtIssuer`',
      of: ['none', 'iam', 'jwt'],
      default: 'none',
    }),
  },
  page: {
    variable: 'PAGE',
    readBy: ['get-blog'],
    ...choice({
      description: 'Whether `GET /` is a page to write posts on; with `auth` `iam` there is none',
      of: ['on', 'off'],
      default: 'on',
    }),
  },
  logLevel: {
    variable: 'LOG_LEVEL',
    readBy: deployedFunctions,
    ...choice({
      description: "The minimum level of the functions' own log messages",
      of: ['DEBUG', 'INFO', 'WARN', 'ERROR'],
      default: 'INFO',
    }),
  },
} as const satisfies Record<string, Setting<unknown> & Variable>;
