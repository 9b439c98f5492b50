import { BlogFailure, type FailureKind } from '../core/errors.ts';
import { readAwsError } from './aws-error.ts';
import { type RefusalReason, refusalAdvice, refusalReason } from './bedrock-refusals.ts';

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

/** What a refusal means where its message says more than its exception. */
const kindByReason: Partial<Record<RefusalReason, FailureKind>> = {
  // A ThrottlingException by name, but no wait within a request mends it.
  'daily-quota': 'model-quota-exceeded',
  'use-case-form': 'service-misconfigured',
  'account-restricted': 'service-misconfigured',
  'model-gone': 'service-misconfigured',
};

/** The failure behind an error of the Bedrock client, with a hint where the operator can mend it. */
export function toModelFailure(error: unknown, modelId: string): BlogFailure {
  const { name, message, status } = readAwsError(error);
  const reason = findReason(name, message, status);
  const kind = (reason && kindByReason[reason]) ?? kindByException[name] ?? kindByStatus(status);
  const hint =
    reason !== undefined
      ? refusalAdvice(reason, modelId)
      : kind === 'service-misconfigured'
        ? hintFor(name, modelId)
        : undefined;
  return new BlogFailure(kind, `the model call failed: ${name}: ${message}`, {
    cause: error,
    modelGone: reason === 'model-gone' || reason === 'use-case-form',
    ...(hint === undefined ? {} : { hint }),
  });
}

/** Only what Bedrock refused has a reason; a failure that speaks of a day by chance has none. */
function findReason(name: string, message: string, status: number | undefined): RefusalReason | undefined {
  if (status === undefined || status < 400 || status >= 500) return undefined;
  return refusalReason(message) ?? (name === 'ResourceNotFoundException' ? 'model-gone' : undefined);
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

function hintFor(exception: string, modelId: string): string {
  switch (exception) {
    case 'AccessDeniedException':
      return (
        `Either the function's role lacks bedrock:InvokeModel on ${modelId} (deploy again, so that the role is made for ` +
        'this modelId), or the account may not use the model: look for a service control policy, a missing Marketplace ' +
        "subscription or a provider's first-use form in the Bedrock console."
      );
    case 'ValidationException':
      return `Bedrock refused the request for ${modelId}: check that modelId, modelFamily and promptFormat belong together.`;
    default:
      return `Bedrock refused the request: check the function's role, its Region and modelId ${modelId}.`;
  }
}
