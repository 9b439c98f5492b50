import { familyNames } from '../model/families/family-table.ts';
import { promptFormats } from '../model/families/llama.ts';
import { choice, type Setting, text } from './setting-kinds.ts';
import { type Variable, writers } from './variable.ts';

const anyModelId = { accepts: 'a model id, an inference profile id or an ARN', pattern: /^\S+$/ };
const foundationModel = {
  accepts: 'a model id or an inference profile id',
  default: undefined,
  pattern: /^\S+$/,
};

/** The settings of which model writes, how it is asked, and which guardrail it must pass. */
export const modelChoiceSettings = {
  modelId: {
    variable: 'MODEL_ID',
    readBy: writers,
    ...text({
      description:
        'The model: its id, an inference profile id, or the ARN of either; the default depends on `region`, this is that of `us-east-2`',
      default: 'us.meta.llama3-1-8b-instruct-v1:0',
      ...anyModelId,
    }),
  },
  foundationModelId: {
    variable: 'FOUNDATION_MODEL_ID',
    readBy: writers,
    ...text({
      description: 'The model behind an application inference profile, whose ARN does not name it',
      ...foundationModel,
    }),
  },
  modelFamily: {
    variable: 'MODEL_FAMILY',
    readBy: writers,
    ...choice({
      description:
        'The family whose request and response format the model uses; needed only where its id does not show it',
      of: familyNames,
      default: undefined,
    }),
  },
  promptFormat: {
    variable: 'PROMPT_FORMAT',
    readBy: writers,
    ...choice({
      description:
        "The prompt template of a Llama model: `inst` is Llama 2's, `llama3` that of Llama 3 or, for a Llama 4 model, of Llama 4",
      of: promptFormats,
      default: 'inst',
    }),
  },
  fallbackModelId: {
    variable: 'FALLBACK_MODEL_ID',
    readBy: writers,
    ...text({
      description: 'The model that writes the post when the first is throttled, retired or not ready',
      default: undefined,
      ...anyModelId,
    }),
  },
  fallbackFoundationModelId: {
    variable: 'FALLBACK_FOUNDATION_MODEL_ID',
    readBy: writers,
    ...text({
      description: '`foundationModelId` for the fallback model',
      ...foundationModel,
    }),
  },
  fallbackModelFamily: {
    variable: 'FALLBACK_MODEL_FAMILY',
    readBy: writers,
    ...choice({
      description: '`modelFamily` for the fallback model',
      of: familyNames,
      default: undefined,
    }),
  },
  guardrailId: {
    variable: 'GUARDRAIL_ID',
    readBy: writers,
    ...text({
      description: 'The id or ARN of the Amazon Bedrock guardrail that topics and posts must pass',
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
} as const satisfies Record<string, Setting<unknown> & Variable>;
