import { regionPattern } from '../model/model-name.ts';
import { modelChoiceSettings } from './model-choice-settings.ts';
import { choice, number, orOff, type Setting, text } from './setting-kinds.ts';
import { everyFunction, type Variable, writers } from './variable.ts';

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
  ...modelChoiceSettings,
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
  auth: {
    variable: 'AUTH',
    readBy: ['get-blog'],
    ...choice({
      description:
        'Who may call: `none` is everybody, `iam` signed requests (SigV4), `jwt` the bearers of a token of `jwtIssuer`',
      of: ['none', 'iam', 'jwt'],
      default: 'none',
    }),
  },
  page: {
    variable: 'PAGE',
    readBy: ['get-blog'],
    ...choice({
      description: 'Whether `GET /` is a page to write posts on; where `auth` is `iam` there is none',
      of: ['on', 'off'],
      default: 'on',
    }),
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
