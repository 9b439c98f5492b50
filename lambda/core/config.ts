import { assertKnownFamily, ModelIdError, parseModelId } from './model-id.ts';

/** The configuration of a function, as its environment gives it. Times in milliseconds. */
export interface FunctionConfig {
  /** `AWS_REGION`. Default us-east-2. */
  region: string;
  /** `MODEL_ID`: model id, inference profile id or ARN. Default us.meta.llama3-1-8b-instruct-v1:0. */
  modelId: string;
  /** `PROMPT_FORMAT`. Default inst. */
  promptFormat: 'inst';
  /** `BUCKET_NAME`. Required. */
  bucket: string;
  /** `DEADLINE_MS`: the whole request, from its arrival at the gateway. Default 27,000. */
  deadlineMs: number;
  /** `MODEL_ATTEMPT_BASE_MS` and `MODEL_ATTEMPT_PER_TOKEN_MS`: what one model call is given. Default 5,000 and 25. */
  modelAttemptBaseMs: number;
  modelAttemptPerTokenMs: number;
  /** `MODEL_READ_TIMEOUT_MS`: the most one model call is given. Default 300,000. */
  modelReadTimeoutMs: number;
  /** `MODEL_BACKOFF_MS`: the wait before the second call after a throttled one; it doubles. Default 1,000. */
  modelBackoffMs: number;
  /** `MAX_MODEL_CALLS` for one request. Default 3. */
  maxModelCalls: number;
}

/** Thrown where the environment does not make a configuration; the message has a line for each fault. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`the function's environment is not valid:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws ConfigError that names every variable at fault, what was received and what to supply */
export function parseConfig(environment: Environment): FunctionConfig {
  const faults: string[] = [];
  const read = <T>(
    name: string,
    fallback: string | undefined,
    parse: (value: string) => T | undefined,
    wanted: string,
  ): T => {
    const given = environment[name]?.trim() || fallback;
    const value = given === undefined ? undefined : parse(given);
    if (value === undefined) {
      faults.push(
        `${name} must be ${wanted}; received ${given === undefined ? 'nothing' : JSON.stringify(given)}`,
      );
    }
    return value as T;
  };
  const integer = (name: string, fallback: number, min: number, max: number, unit = 'milliseconds'): number =>
    read(
      name,
      String(fallback),
      (text) => wholeNumber(text, min, max),
      `a whole number of ${unit} from ${min} to ${max}`,
    );

  const config: FunctionConfig = {
    region: read(
      'AWS_REGION',
      'us-east-2',
      matching(/^[a-z]{2}(-[a-z]+)+-\d$/),
      'a Region such as us-east-2',
    ),
    modelId: read('MODEL_ID', 'us.meta.llama3-1-8b-instruct-v1:0', (text) => text, 'a model id'),
    promptFormat: read('PROMPT_FORMAT', 'inst', (text) => (text === 'inst' ? text : undefined), '"inst"'),
    bucket: read(
      'BUCKET_NAME',
      undefined,
      matching(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
      "the name of the posts' bucket",
    ),
    deadlineMs: integer('DEADLINE_MS', 27_000, 2_500, 27_000),
    modelAttemptBaseMs: integer('MODEL_ATTEMPT_BASE_MS', 5_000, 100, 300_000),
    modelAttemptPerTokenMs: integer('MODEL_ATTEMPT_PER_TOKEN_MS', 25, 0, 1_000),
    modelReadTimeoutMs: integer('MODEL_READ_TIMEOUT_MS', 300_000, 1_000, 840_000),
    modelBackoffMs: integer('MODEL_BACKOFF_MS', 1_000, 0, 60_000),
    maxModelCalls: integer('MAX_MODEL_CALLS', 3, 1, 3, 'calls'),
  };
  try {
    assertKnownFamily(parseModelId(config.modelId, environment.FOUNDATION_MODEL_ID?.trim() || undefined));
  } catch (error) {
    const name =
      error instanceof ModelIdError && error.field === 'foundationModelId'
        ? 'FOUNDATION_MODEL_ID'
        : 'MODEL_ID';
    faults.push(`${name}: ${(error as Error).message}`);
  }
  if (faults.length > 0) throw new ConfigError(faults);
  return config;
}

function matching(pattern: RegExp): (text: string) => string | undefined {
  return (text) => (pattern.test(text) ? text : undefined);
}

function wholeNumber(text: string, min: number, max: number): number | undefined {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
}
