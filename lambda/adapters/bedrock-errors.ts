import { BlogFailure, type FailureKind } from '../core/errors.ts';
import { readAwsError } from './aws-error.ts';
import { type RefusalReason, refusalAdvice, refusalReason } from './bedrock-refusals.ts';

/** The failure kind of each InvokeModel exception. Source: AWS, Amazon Bedrock API reference, "InvokeModel", errors. */
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
  // Thrown by the SDK before anything is sent.
  CredentialsProviderError: 'service-misconfigured',
};

/** The account cannot use this model, but perhaps another. */
const modelGone: ReadonlySet<RefusalReason | undefined> = new Set([
  'model-gone',
  'use-case-form',
  'no-model-access',
  'country',
]);

/** Converts an error of the Bedrock client to a failure, with a hint if the operator can fix it. */
export function toModelFailure(error: unknown, modelId: string): BlogFailure {
  const { name, message, status } = readAwsError(error);
  const reason = findReason(name, message, status);
  // A ThrottlingException by name, but waiting within a request does not help.
  const kind =
    reason === 'daily-quota' ? 'model-quota-exceeded' : (kindByException[name] ?? kindByStatus(status));
  const hint =
    reason !== undefined
      ? refusalAdvice(reason, modelId)
      : kind === 'service-misconfigured'
        ? hintFor(name, modelId)
        : undefined;
  return new BlogFailure(kind, `the model call failed: ${name}: ${message}`, {
    cause: error,
    modelGone: modelGone.has(reason),
    ...(hint === undefined ? {} : { hint }),
  });
}

/** Only a 4xx has a reason: other failures may mention a day by chance. */
function findReason(name: string, message: string, status: number | undefined): RefusalReason | undefined {
  if (status === undefined || status < 400 || status >= 500) return undefined;
  return refusalReason(message) ?? (name === 'ResourceNotFoundException' ? 'model-gone' : undefined);
}

/** No status means no response: a reset, refused or timed-out connection. A success status means a cut-off response. */
function kindByStatus(status: number | undefined): FailureKind {
  if (status === undefined || status < 400 || status === 503) return 'model-unavailable';
  // The statuses of ModelTimeoutException and ModelErrorException.
  if (status === 408 || status === 424) return 'model-failed';
  if (status === 429) return 'model-throttled';
  return status >= 500 ? 'model-failed' : 'service-misconfigured';
}

function hintFor(exception: string, modelId: string): string {
  switch (exception) {
    case 'AccessDeniedException':
      return (
        `Either the function's role lacks bedrock:InvokeModel on ${modelId} (deploy again to update the role for this ` +
        'modelId), or the account may not use the model: look for a service control policy, a missing Marketplace ' +
        "subscription or a provider's first-use form in the Bedrock console."
      );
    case 'ValidationException':
      return `Bedrock refused the request for ${modelId}: check that modelId, modelFamily and promptFormat match.`;
    default:
      return `Bedrock refused the request: check the function's role, its Region and modelId ${modelId}.`;
  }
}
