import { BlogFailure, type FailureKind } from '../core/errors.ts';

/** What each exception of InvokeModel means here. Source: AWS, Amazon Bedrock API reference, "InvokeModel", errors. */
const kindByException: Record<string, FailureKind> = {
  ThrottlingException: 'model-throttled',
  TooManyRequestsException: 'model-throttled',
  ServiceQuotaExceededException: 'model-quota-exceeded',
  ModelNotReadyException: 'model-not-ready',
  ServiceUnavailableException: 'model-unavailable',
  InternalServerException: 'model-failed',
  ModelTimeoutException: 'model-failed',
  ModelErrorException: 'model-failed',
  AccessDeniedException: 'service-misconfigured',
  ResourceNotFoundException: 'service-misconfigured',
  ValidationException: 'service-misconfigured',
  // Of the SDK itself, before anything is sent.
  CredentialsProviderError: 'service-misconfigured',
};

/** The failure behind an error of the Bedrock client, with a hint where the operator can mend it. */
export function toModelFailure(error: unknown, modelId: string): BlogFailure {
  const { name, message, $metadata } = asServiceError(error);
  const status = $metadata?.httpStatusCode;
  const kind = kindByException[name] ?? kindByStatus(status);
  const hint = kind === 'service-misconfigured' ? hintFor(name, message, modelId) : undefined;
  return new BlogFailure(kind, `the model call failed: ${name}: ${message}`, {
    cause: error,
    modelGone: name === 'ResourceNotFoundException',
    ...(hint === undefined ? {} : { hint }),
  });
}

/**
 * Without a status there was no answer: a reset, refused or timed-out connection. With that of a success, the answer
 * was cut off.
 */
function kindByStatus(status: number | undefined): FailureKind {
  if (status === undefined || status < 400 || status === 503) return 'model-unavailable';
  // What ModelTimeoutException and ModelErrorException come with.
  if (status === 408 || status === 424) return 'model-failed';
  if (status === 429) return 'model-throttled';
  return status >= 500 ? 'model-failed' : 'service-misconfigured';
}

function hintFor(exception: string, message: string, modelId: string): string {
  if (/on-demand throughput/i.test(message)) {
    return (
      `${modelId} can only be invoked through an inference profile: set modelId to the profile's id, which is the ` +
      "model's with its geography in front (us., eu., apac., …)."
    );
  }
  switch (exception) {
    case 'AccessDeniedException':
      return (
        `Either the function's role lacks bedrock:InvokeModel on ${modelId} (deploy again, so that the role is made for ` +
        'this modelId), or the account may not use the model: look for a service control policy, a missing Marketplace ' +
        "subscription or a provider's first-use form in the Bedrock console."
      );
    case 'ResourceNotFoundException':
      return (
        `${modelId} does not exist in this Region, or it is Legacy or retired: choose a current one from ` +
        'AWS\'s page "Supported foundation models" and set modelId.'
      );
    case 'ValidationException':
      return `Bedrock refused the request for ${modelId}: check that modelId, modelFamily and promptFormat belong together.`;
    default:
      return `Bedrock refused the request: check the function's role, its Region and modelId ${modelId}.`;
  }
}

interface ServiceError {
  name: string;
  message: string;
  $metadata?: { httpStatusCode?: number };
}

function asServiceError(error: unknown): ServiceError {
  return error instanceof Error ? error : { name: 'Error', message: String(error) };
}
