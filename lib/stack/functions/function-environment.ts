import { variables } from '../../../lambda/core/config/config.ts';
import type { functionSettings } from '../../../lambda/core/config/function-settings.ts';
import type { FunctionName, Variable } from '../../../lambda/core/config/variable.ts';
import type { Settings } from '../../settings/settings.ts';
import { metricsNamespace, serviceName } from '../stack-names.ts';

/** The timeout of each function, in milliseconds. */
export const functionTimeoutsMs: Readonly<Record<FunctionName, number>> = {
  // Longer than the deadline of a request and the gateway's timeout, so that it cuts neither short.
  'post-blog': 30_000,
  // Lambda's maximum, and longer than the deadline of a run.
  'write-blog': 900_000,
  'get-blog': 10_000,
};

/** The settings that reach the functions. */
type FunctionSettings = Pick<Settings, keyof typeof functionSettings | 'stackName'>;

/** The resources a function uses, in addition to the settings. Each may be a token. */
interface FunctionSurroundings {
  /** The bucket of the posts. */
  readonly bucketName: string;
  /** The name of the worker's function. Required by `post-blog`, which hands posts over to it. */
  readonly workerFunctionName?: string | undefined;
}

/**
 * The level of Lambda's own filter. Metrics are lines without a level, which Lambda treats as INFO: a higher level would
 * drop them. The logger filters by itself.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
 */
export function lambdaLogLevel({ logLevel }: Pick<Settings, 'logLevel'>): 'DEBUG' | 'INFO' {
  return logLevel === 'DEBUG' ? 'DEBUG' : 'INFO';
}

/** The variables that Lambda itself sets, as far as the functions and the SDK read them. */
export function lambdaVariables(
  name: FunctionName,
  settings: Pick<Settings, 'region' | 'memorySizeMb' | 'logLevel'>,
): Record<string, string> {
  return {
    AWS_REGION: settings.region,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memorySizeMb),
    AWS_LAMBDA_LOG_FORMAT: 'JSON',
    AWS_LAMBDA_LOG_LEVEL: lambdaLogLevel(settings),
    TZ: ':UTC',
  };
}

/** The environment of a deployed function: only the variables it reads. The local service sets the same. */
export function functionEnvironment(
  name: FunctionName,
  settings: FunctionSettings,
  surroundings: FunctionSurroundings,
): Record<string, string> {
  const values: Record<string, unknown> = { ...settings, ...surroundings };
  const read = Object.entries<Variable>(variables)
    .map(([field, declared]) => ({ ...declared, value: values[field] }))
    .filter(({ readBy, value }) => readBy.includes(name) && value !== undefined)
    // A budget that is off is left out: a deploy changes code and environment one after the other, and the functions of
    // version 1.0.0 do not start with "off".
    .filter(({ variable, whenUnset, value }) => !variable.startsWith('AWS_') && value !== whenUnset)
    .map(({ variable, value }) => [variable, String(value)]);
  return {
    ...Object.fromEntries(read),
    SERVICE_NAME: serviceName(settings.stackName),
    METRICS_NAMESPACE: metricsNamespace,
  };
}
