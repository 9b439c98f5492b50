import type { Settings } from './settings.ts';

/** The settings that a function is told. */
export type FunctionSettings = Pick<
  Settings,
  | 'modelId'
  | 'foundationModelId'
  | 'promptFormat'
  | 'deadlineMs'
  | 'modelAttemptBaseMs'
  | 'modelAttemptPerTokenMs'
  | 'modelReadTimeoutMs'
  | 'modelBackoffMs'
  | 'maxModelCalls'
>;

/**
 * The environment of a deployed function. The local service gives its functions the same.
 *
 * @param bucketName the bucket of the posts; may be a token
 */
export function functionEnvironment(settings: FunctionSettings, bucketName: string): Record<string, string> {
  return {
    MODEL_ID: settings.modelId,
    ...(settings.foundationModelId !== undefined && { FOUNDATION_MODEL_ID: settings.foundationModelId }),
    PROMPT_FORMAT: settings.promptFormat,
    BUCKET_NAME: bucketName,
    DEADLINE_MS: String(settings.deadlineMs),
    MODEL_ATTEMPT_BASE_MS: String(settings.modelAttemptBaseMs),
    MODEL_ATTEMPT_PER_TOKEN_MS: String(settings.modelAttemptPerTokenMs),
    MODEL_READ_TIMEOUT_MS: String(settings.modelReadTimeoutMs),
    MODEL_BACKOFF_MS: String(settings.modelBackoffMs),
    MAX_MODEL_CALLS: String(settings.maxModelCalls),
    POWERTOOLS_SERVICE_NAME: 'blog-writer',
  };
}
