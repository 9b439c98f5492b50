import { BlogFailure, type FailureKind } from '../core/errors.ts';
import { readAwsError } from './aws-error.ts';
import { findRefusal, type Refusal, refusals } from './bedrock-refusals.ts';

/** The exceptions whose HTTP status does not show the kind. Source: AWS, Amazon Bedrock API reference, "InvokeModel". */
const kindByException: Record<string, FailureKind> = {
  ServiceQuotaExceededException: 'model-quota-exceeded',
  ModelNotReadyException: 'model-not-ready',
  // An execution environment with newer credentials is accepted.
  ExpiredTokenException: 'model-unavailable',
  // Thrown by the SDK before anything is sent.
  CredentialsProviderError: 'service-misconfigured',
};

/** Converts an error of the Bedrock client to a failure, with a hint if the operator can fix it. */
export function toModelFailure(cause: unknown, modelId: string): BlogFailure {
  const { name, message, status = 0 } = readAwsError(cause);
  const unknownModel = name === 'ResourceNotFoundException' ? refusals.modelGone : undefined;
  // Only a 4xx is a refusal: other failures may mention a day by chance.
  const refusal: Refusal | undefined =
    status >= 400 && status < 500 ? (findRefusal(message) ?? unknownModel) : undefined;
  const kind = refusal?.kind ?? kindByException[name] ?? kindByStatus(status);
  const advice = kind === 'service-misconfigured' ? hintFor(name, modelId) : undefined;
  return new BlogFailure(kind, `the model call failed: ${name}: ${message}`, {
    cause,
    modelGone: refusal?.modelGone ?? false,
    hint: refusal?.advice(modelId) ?? advice,
  });
}

/** 0 means no response: a reset, refused or timed-out connection. A success status means a cut-off response. */
function kindByStatus(status: number): FailureKind {
  if (status < 400 || status === 503) return 'model-unavailable';
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
