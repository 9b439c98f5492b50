import { chooseFallback, chooseModel, type ModelChoices } from '../model/choose-model.ts';
import { ModelIdError } from '../model/model-id.ts';
import { functionSettings } from './function-settings.ts';
import { matching, type Reader, type Setting } from './setting-kinds.ts';
import { deployedFunctions, type FunctionName, readBy, type Variable } from './variable.ts';

/** What functions must know of the stack around them. The stack supplies it; it is not a setting. */
const surroundings = {
  ...readBy(deployedFunctions, {
    bucketName: matching(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "the name of the posts' bucket"),
  }),
  ...readBy(['post-blog'], {
    workerFunctionName: matching(/^[\w:.-]{1,170}$/, "the worker's function name or ARN"),
  }),
};

/** Everything that configures a function. */
export const variables = { ...surroundings, ...functionSettings };

type Variables = typeof variables;

/** The configuration of a function: the settings and surroundings that it reads. */
export type FunctionConfig<Name extends FunctionName> = {
  readonly [Field in keyof Variables as Name extends Variables[Field]['readBy'][number]
    ? Field
    : never]: Variables[Field] extends Setting<infer Value> ? Value : string;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** Thrown for an invalid environment. The message has a line for each fault. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(faults: readonly string[]) {
    super(`the function's environment is not valid:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
  }
}

/**
 * Reads a function's configuration. An empty variable counts as not set.
 *
 * @throws ConfigError that names every variable at fault, what was received and what to supply
 */
export function parseConfig<Name extends FunctionName>(
  environment: Environment,
  name: Name,
): FunctionConfig<Name> {
  const faults: string[] = [];
  const config: Record<string, unknown> = {};
  const table = Object.entries<Reader<unknown> & Partial<Setting<unknown>> & Variable>(variables);
  for (const [field, declared] of table.filter(([, { readBy }]) => readBy.includes(name))) {
    const text = environment[declared.variable]?.trim() || undefined;
    const isRequired = !('default' in declared);
    const value = text === undefined ? (declared.whenUnset ?? declared.default) : declared.read(text);
    if (value === undefined && (text !== undefined || isRequired)) {
      const received = text === undefined ? 'nothing' : JSON.stringify(text);
      faults.push(`${declared.variable} must be ${declared.accepts}; received ${received}`);
    }
    config[field] = value;
  }
  faults.push(...modelFaults(config));
  // A conflict with a variable that is at fault by itself would be noise.
  if (faults.length === 0) faults.push(...guardrailFaults(config));
  if (faults.length > 0) throw new ConfigError(faults);
  return config as FunctionConfig<Name>;
}

/** What is wrong with the models together. */
function modelFaults({ modelId, ...choices }: Partial<ModelChoices>): string[] {
  const checks = [
    ...(modelId === undefined ? [] : [() => chooseModel({ modelId, ...choices })]),
    () => chooseFallback(choices),
  ];
  return checks.flatMap((check) => {
    try {
      check();
      return [];
    } catch (error) {
      if (!(error instanceof ModelIdError)) throw error;
      return [`${functionSettings[error.field].variable}: ${error.message}`];
    }
  });
}

/** A guardrail is its id and its version: both, or none. */
function guardrailFaults(config: Record<string, unknown>): string[] {
  const fields = ['guardrailId', 'guardrailVersion'] as const;
  const missing = fields.find((field) => config[field] === undefined);
  const present = fields.find((field) => config[field] !== undefined);
  if (missing === undefined || present === undefined) return [];
  const { variable, accepts } = functionSettings[missing];
  return [
    `${variable} must be ${accepts} where ${functionSettings[present].variable} is set; received nothing`,
  ];
}
