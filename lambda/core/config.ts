import { chooseFallback, chooseModel } from './model/choose-model.ts';
import { type FamilyName, familyNames } from './model/families/family-table.ts';
import { type PromptFormat, promptFormats } from './model/families/llama.ts';
import { type ModelField, ModelIdError } from './model/model-id.ts';

const logLevels = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const;

/** What the functions are configured with, by their environment. Times in milliseconds. */
export interface FunctionConfig {
  /** `AWS_REGION`. Default us-east-2. */
  region: string;
  /** `LOG_LEVEL`: the least severe messages that are logged. Default INFO. */
  logLevel: (typeof logLevels)[number];
  /** `BUCKET_NAME`. Required. */
  bucket: string;
  /** `MODEL_ID`: model id, inference profile id or ARN. Default us.meta.llama3-1-8b-instruct-v1:0. */
  modelId: string;
  /** `FOUNDATION_MODEL_ID`: the model behind an application inference profile. Default: none. */
  foundationModelId: string | undefined;
  /** `MODEL_FAMILY`. Default: told by the model id. */
  modelFamily: FamilyName | undefined;
  /** `PROMPT_FORMAT`. Default inst. */
  promptFormat: PromptFormat;
  /** `FALLBACK_MODEL_ID`, and `FALLBACK_FOUNDATION_MODEL_ID` as above. Default: none. */
  fallbackModelId: string | undefined;
  fallbackFoundationModelId: string | undefined;
  /** `FALLBACK_MODEL_FAMILY`. Default: told by its id. */
  fallbackModelFamily: FamilyName | undefined;
  /** `MODEL_ATTEMPT_BASE_MS` and `MODEL_ATTEMPT_PER_TOKEN_MS`: what one model call is given. Default 5,000 and 25. */
  modelAttemptBaseMs: number;
  modelAttemptPerTokenMs: number;
  /** `MODEL_READ_TIMEOUT_MS`: the most one model call is given. Default 300,000. */
  modelReadTimeoutMs: number;
  /** `MODEL_BACKOFF_MS`: the wait before the second call after a throttled one; it doubles. Default 1,000. */
  modelBackoffMs: number;
  /** `MAX_MODEL_CALLS` for one request. Default 3. */
  maxModelCalls: number;
  /** `DEADLINE_MS`: a request that waits, from its arrival at the gateway. Default 27,000. */
  deadlineMs: number;
  /** `HANDOVER_RESERVE_MS`: kept free before that, to save the post or hand it over. Default 4,000. */
  handoverReserveMs: number;
  /** `WORKER_DEADLINE_MS`: one run of the worker. Default 870,000. */
  workerDeadlineMs: number;
  /** `WORKER_FUNCTION_NAME`. Required where posts are handed over. */
  workerFunctionName: string;
  /** `DAILY_TOKEN_BUDGET`: the most tokens to generate in a day of UTC. Default: no limit. */
  dailyTokenBudget: number | undefined;
  /** `GUARDRAIL_ID`, an id or ARN, and `GUARDRAIL_VERSION`, `DRAFT` or a number: both or none. Default: none. */
  guardrailId: string | undefined;
  guardrailVersion: string | undefined;
}

const everyFields = ['region', 'logLevel', 'bucket'] as const;

const modelFields = [
  'modelId',
  'foundationModelId',
  'modelFamily',
  'promptFormat',
  'fallbackModelId',
  'fallbackFoundationModelId',
  'fallbackModelFamily',
  'modelAttemptBaseMs',
  'modelAttemptPerTokenMs',
  'modelReadTimeoutMs',
  'modelBackoffMs',
  'maxModelCalls',
  'dailyTokenBudget',
  'guardrailId',
  'guardrailVersion',
] as const;

/** What each function reads of it. */
export const configFields = {
  'post-blog': [...everyFields, ...modelFields, 'deadlineMs', 'handoverReserveMs', 'workerFunctionName'],
  'write-blog': [...everyFields, ...modelFields, 'workerDeadlineMs'],
  'get-blog': everyFields,
} as const satisfies Record<string, readonly (keyof FunctionConfig)[]>;

type Environment = Readonly<Record<string, string | undefined>>;

/** One variable: its name, what it is without being set, how it is read, and what to supply. */
interface Variable<T> {
  name: string;
  fallback?: string | undefined;
  parse(text: string, environment: Environment): T | undefined;
  wanted: string;
  /** Whether it may be left out, without a fallback. */
  optional?: (environment: Environment) => boolean;
}

const variables: { [Field in keyof FunctionConfig]: Variable<FunctionConfig[Field]> } = {
  region: matching('AWS_REGION', /^[a-z]{2}(-[a-z]+)+-\d$/, 'a Region such as us-east-2', 'us-east-2'),
  logLevel: { ...oneOf('LOG_LEVEL', logLevels), fallback: 'INFO' },
  bucket: matching('BUCKET_NAME', /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "the name of the posts' bucket"),
  modelId: {
    name: 'MODEL_ID',
    fallback: 'us.meta.llama3-1-8b-instruct-v1:0',
    parse(text, environment) {
      chooseModel({ modelId: text, ...readChoices(environment) });
      return text;
    },
    wanted: 'a model id',
  },
  // What it says is looked at with the model id.
  foundationModelId: { ...matching('FOUNDATION_MODEL_ID', /^\S+$/, 'a model id'), optional: () => true },
  modelFamily: { ...oneOf('MODEL_FAMILY', familyNames), optional: () => true },
  promptFormat: { ...oneOf('PROMPT_FORMAT', promptFormats), fallback: 'inst' },
  fallbackModelId: {
    name: 'FALLBACK_MODEL_ID',
    parse(text, environment) {
      chooseFallback({ ...readChoices(environment), fallbackModelId: text });
      return text;
    },
    wanted: 'a model id',
    optional: () => true,
  },
  fallbackFoundationModelId: {
    ...matching('FALLBACK_FOUNDATION_MODEL_ID', /^\S+$/, 'a model id'),
    optional: () => true,
  },
  fallbackModelFamily: { ...oneOf('FALLBACK_MODEL_FAMILY', familyNames), optional: () => true },
  modelAttemptBaseMs: integer('MODEL_ATTEMPT_BASE_MS', 5_000, 100, 300_000),
  modelAttemptPerTokenMs: integer('MODEL_ATTEMPT_PER_TOKEN_MS', 25, 0, 1_000),
  modelReadTimeoutMs: integer('MODEL_READ_TIMEOUT_MS', 300_000, 1_000, 840_000),
  modelBackoffMs: integer('MODEL_BACKOFF_MS', 1_000, 0, 60_000),
  maxModelCalls: integer('MAX_MODEL_CALLS', 3, 1, 3, 'calls'),
  deadlineMs: integer('DEADLINE_MS', 27_000, 2_500, 27_000),
  handoverReserveMs: integer('HANDOVER_RESERVE_MS', 4_000, 1_000, 10_000),
  workerDeadlineMs: integer('WORKER_DEADLINE_MS', 870_000, 60_000, 870_000),
  dailyTokenBudget: {
    ...integer('DAILY_TOKEN_BUDGET', 0, 1, 999_999_999, 'tokens'),
    fallback: undefined,
    optional: () => true,
  },
  guardrailId: {
    ...matching(
      'GUARDRAIL_ID',
      /^(?:[a-z0-9]{1,40}|arn:[\w-]+:bedrock:[a-z0-9-]+:\d{12}:guardrail\/[a-z0-9]+)$/,
      "a guardrail's id or ARN",
    ),
    optional: (environment) => !environment.GUARDRAIL_VERSION?.trim(),
  },
  guardrailVersion: {
    ...matching('GUARDRAIL_VERSION', /^(?:DRAFT|[1-9]\d{0,7})$/, 'DRAFT or a number, beside GUARDRAIL_ID'),
    optional: (environment) => !environment.GUARDRAIL_ID?.trim(),
  },
  workerFunctionName: matching(
    'WORKER_FUNCTION_NAME',
    /^[\w:.-]{1,170}$/,
    "the worker's function name or ARN",
  ),
};

/** Thrown where the environment does not make a configuration; the message has a line for each fault. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`the function's environment is not valid:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

/**
 * Reads what a function needs of its environment.
 *
 * @param fields of {@link configFields}
 * @throws ConfigError that names every variable at fault, what was received and what to supply
 */
export function parseConfig<Field extends keyof FunctionConfig>(
  environment: Environment,
  fields: readonly Field[],
): Pick<FunctionConfig, Field> {
  const faults: string[] = [];
  const values = fields.map((field) => [field, readVariable(variables[field], environment, faults)]);
  if (faults.length > 0) throw new ConfigError(faults);
  return Object.fromEntries(values);
}

function readVariable<T>(variable: Variable<T>, environment: Environment, faults: string[]): T | undefined {
  const { name, fallback, parse, wanted, optional } = variable;
  const given = environment[name]?.trim() || fallback;
  if (given === undefined && optional?.(environment)) return undefined;
  try {
    const value = given === undefined ? undefined : parse(given, environment);
    if (value !== undefined) return value;
    const received = given === undefined ? 'nothing' : JSON.stringify(given);
    faults.push(`${name} must be ${wanted}; received ${received}`);
  } catch (error) {
    if (!(error instanceof ModelIdError)) throw error;
    faults.push(`${modelVariables[error.field]}: ${error.message}`);
  }
  return undefined;
}

const modelVariables: Record<ModelField, string> = {
  modelId: 'MODEL_ID',
  foundationModelId: 'FOUNDATION_MODEL_ID',
  promptFormat: 'PROMPT_FORMAT',
  fallbackModelId: 'FALLBACK_MODEL_ID',
  fallbackFoundationModelId: 'FALLBACK_FOUNDATION_MODEL_ID',
};

/** What stands beside a model id; a value that is at fault by itself is left out, its own variable reports it. */
function readChoices(environment: Environment) {
  return {
    foundationModelId: environment.FOUNDATION_MODEL_ID?.trim() || undefined,
    fallbackFoundationModelId: environment.FALLBACK_FOUNDATION_MODEL_ID?.trim() || undefined,
    modelFamily: familyNames.find((name) => name === environment.MODEL_FAMILY?.trim()),
    fallbackModelFamily: familyNames.find((name) => name === environment.FALLBACK_MODEL_FAMILY?.trim()),
    promptFormat: promptFormats.find((format) => format === environment.PROMPT_FORMAT?.trim()),
  };
}

function oneOf<const T extends string>(name: string, options: readonly T[]): Variable<T> {
  return {
    name,
    parse: (text) => options.find((option) => option === text),
    wanted: options.map((option) => `"${option}"`).join(' or '),
  };
}

function matching(name: string, pattern: RegExp, wanted: string, fallback?: string): Variable<string> {
  const parse = (text: string): string | undefined => (pattern.test(text) ? text : undefined);
  return { name, parse, wanted, ...(fallback === undefined ? {} : { fallback }) };
}

function integer(
  name: string,
  fallback: number,
  min: number,
  max: number,
  unit = 'milliseconds',
): Variable<number> {
  return {
    name,
    fallback: String(fallback),
    parse(text) {
      const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
      return value >= min && value <= max ? value : undefined;
    },
    wanted: `a whole number of ${unit} from ${min} to ${max}`,
  };
}
