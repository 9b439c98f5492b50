import { configFields, type FunctionConfig } from '../../../lambda/core/config.ts';
import type { DeployedFunction } from '../../bundle/bundle.ts';
import type { Settings } from '../../settings/settings.ts';
import { metricsNamespace, serviceName } from '../service-name.ts';

/** The settings that the functions are told. */
export type FunctionSettings = Pick<
  Settings,
  | 'stackName'
  | 'logLevel'
  | 'modelId'
  | 'foundationModelId'
  | 'modelFamily'
  | 'promptFormat'
  | 'fallbackModelId'
  | 'fallbackFoundationModelId'
  | 'fallbackModelFamily'
  | 'deadlineMs'
  | 'handoverReserveMs'
  | 'workerDeadlineMs'
  | 'modelAttemptBaseMs'
  | 'modelAttemptPerTokenMs'
  | 'modelReadTimeoutMs'
  | 'modelBackoffMs'
  | 'maxModelCalls'
  | 'dailyTokenBudget'
  | 'guardrailId'
  | 'guardrailVersion'
>;

/** What a function is told beside the settings. Each may be a token. */
export interface FunctionSurroundings {
  /** The bucket of the posts. */
  readonly bucketName: string;
  /** The name of the worker's function. Required by `post-blog`, which hands posts over to it. */
  readonly workerFunctionName?: string;
}

/** The environment of a deployed function: what it reads, and nothing else. The local service gives the same. */
export function functionEnvironment(
  name: DeployedFunction,
  settings: FunctionSettings,
  surroundings: FunctionSurroundings,
): Record<string, string> {
  const variables = allVariables(settings, surroundings);
  const read = configFields[name].flatMap((field) => Object.entries(variables[field]));
  return {
    ...Object.fromEntries(read),
    POWERTOOLS_SERVICE_NAME: serviceName(settings.stackName),
    POWERTOOLS_METRICS_NAMESPACE: metricsNamespace,
  };
}

/** The variables behind each field of the functions' configuration. */
function allVariables(
  settings: FunctionSettings,
  { bucketName, workerFunctionName }: FunctionSurroundings,
): Record<keyof FunctionConfig, Record<string, string>> {
  return {
    // AWS_REGION, which Lambda sets.
    region: {},
    logLevel: { LOG_LEVEL: settings.logLevel },
    bucket: { BUCKET_NAME: bucketName },
    modelId: { MODEL_ID: settings.modelId },
    foundationModelId: ifSet('FOUNDATION_MODEL_ID', settings.foundationModelId),
    modelFamily: ifSet('MODEL_FAMILY', settings.modelFamily),
    promptFormat: { PROMPT_FORMAT: settings.promptFormat },
    fallbackModelId: ifSet('FALLBACK_MODEL_ID', settings.fallbackModelId),
    fallbackFoundationModelId: ifSet('FALLBACK_FOUNDATION_MODEL_ID', settings.fallbackFoundationModelId),
    fallbackModelFamily: ifSet('FALLBACK_MODEL_FAMILY', settings.fallbackModelFamily),
    modelAttemptBaseMs: { MODEL_ATTEMPT_BASE_MS: String(settings.modelAttemptBaseMs) },
    modelAttemptPerTokenMs: { MODEL_ATTEMPT_PER_TOKEN_MS: String(settings.modelAttemptPerTokenMs) },
    modelReadTimeoutMs: { MODEL_READ_TIMEOUT_MS: String(settings.modelReadTimeoutMs) },
    modelBackoffMs: { MODEL_BACKOFF_MS: String(settings.modelBackoffMs) },
    maxModelCalls: { MAX_MODEL_CALLS: String(settings.maxModelCalls) },
    deadlineMs: { DEADLINE_MS: String(settings.deadlineMs) },
    handoverReserveMs: { HANDOVER_RESERVE_MS: String(settings.handoverReserveMs) },
    workerDeadlineMs: { WORKER_DEADLINE_MS: String(settings.workerDeadlineMs) },
    dailyTokenBudget:
      settings.dailyTokenBudget === 'off' ? {} : { DAILY_TOKEN_BUDGET: String(settings.dailyTokenBudget) },
    guardrailId: ifSet('GUARDRAIL_ID', settings.guardrailId),
    guardrailVersion: ifSet('GUARDRAIL_VERSION', settings.guardrailVersion),
    workerFunctionName: ifSet('WORKER_FUNCTION_NAME', workerFunctionName),
  };
}

function ifSet(name: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [name]: value };
}
