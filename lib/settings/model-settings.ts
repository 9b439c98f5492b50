import { familyNames } from '../../lambda/core/model/families/family-table.ts';
import { promptFormats } from '../../lambda/core/model/families/llama.ts';
import { choice, list, number, type Setting, text } from './setting-kinds.ts';
import { region } from './stack-settings.ts';

/** The settings of the model and of the time that writing with it may take. */
export const modelSettings = {
  modelId: text({
    description: 'The model: its id, an inference profile id, or an ARN of either',
    accepts: 'a model id, an inference profile id or an ARN',
    default: 'us.meta.llama3-1-8b-instruct-v1:0',
    pattern: /^\S+$/,
  }),
  foundationModelId: text({
    description: "The model behind an application inference profile, which the profile's ARN does not name",
    accepts: 'a model id or an inference profile id',
    default: undefined,
    pattern: /^\S+$/,
  }),
  modelRegions: list({
    description: 'The Regions an inference profile may route to, where they are not known by themselves',
    accepts: 'Regions separated by commas, such as us-east-1,us-east-2',
    default: undefined,
    pattern: region,
  }),
  modelFamily: choice({
    description:
      'How the model is asked and answers, where that is not told by its id: the family whose request and answer it shares',
    of: familyNames,
    default: undefined,
  }),
  promptFormat: choice({
    description:
      "The template around the prompt of a Llama model: `inst` is Llama 2's, `llama3` that of Llama 3, or for a model of Llama 4 that one's own",
    of: promptFormats,
    default: 'inst',
  }),
  fallbackModelId: text({
    description:
      'The model that writes the post where the first is throttled, retired or not ready; unset, none',
    accepts: 'a model id, an inference profile id or an ARN',
    default: undefined,
    pattern: /^\S+$/,
  }),
  fallbackFoundationModelId: text({
    description: 'For the fallback model what `foundationModelId` is for the first',
    accepts: 'a model id or an inference profile id',
    default: undefined,
    pattern: /^\S+$/,
  }),
  fallbackModelFamily: choice({
    description: 'For the fallback model what `modelFamily` is for the first',
    of: familyNames,
    default: undefined,
  }),
  fallbackModelRegions: list({
    description: 'For the fallback model what `modelRegions` is for the first',
    accepts: 'Regions separated by commas, such as us-east-1,us-east-2',
    default: undefined,
    pattern: region,
  }),
  guardrailId: text({
    description: 'The Amazon Bedrock guardrail that topics and posts must pass: its id or ARN',
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
  deadlineMs: number({
    description: 'Time for a whole request, from its arrival at the gateway',
    default: 27_000,
    min: 2_500,
    max: 27_000,
    unit: 'milliseconds',
  }),
  handoverReserveMs: number({
    description: 'Time of `deadlineMs` kept free at its end, to save the post or hand it over to the worker',
    default: 4_000,
    min: 1_000,
    max: 10_000,
    unit: 'milliseconds',
  }),
  workerDeadlineMs: number({
    description: 'Time for one run of the worker, which writes the posts that no request could wait for',
    default: 870_000,
    min: 60_000,
    max: 870_000,
    unit: 'milliseconds',
  }),
  workerReservedConcurrency: number({
    description:
      'How many posts the worker may write at once, reserved for it; unset, it shares what the account has',
    default: undefined,
    min: 1,
    max: 1_000,
    unit: 'runs',
  }),
  modelAttemptBaseMs: number({
    description: 'Time for one model call, whatever its length',
    default: 5_000,
    min: 100,
    max: 300_000,
    unit: 'milliseconds',
  }),
  modelAttemptPerTokenMs: number({
    description: 'Time added to a model call for each token of `max_gen_len`',
    default: 25,
    min: 0,
    max: 1_000,
    unit: 'milliseconds',
  }),
  modelReadTimeoutMs: number({
    description: 'The longest silence of a model call, where nothing shorter bounds it',
    default: 300_000,
    min: 1_000,
    max: 840_000,
    unit: 'milliseconds',
  }),
  modelBackoffMs: number({
    description: 'Wait before the second model call after a throttled one; it doubles, with jitter',
    default: 1_000,
    min: 0,
    max: 60_000,
    unit: 'milliseconds',
  }),
  maxModelCalls: number({
    description: 'Model calls for one request at the most',
    default: 3,
    min: 1,
    max: 3,
    unit: 'calls',
  }),
} as const satisfies Record<string, Setting<unknown>>;
