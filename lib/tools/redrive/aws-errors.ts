import { BlogFailure } from '../../../lambda/core/errors.ts';
import { CommandError } from '../../command/command-error.ts';

interface AwsError extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const noCredentials = new Set(['CredentialsProviderError', 'TokenProviderError', 'ProviderError']);
const badCredentials = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);
const unreachable = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE']);

/**
 * The error of an AWS client as one line that says what to do.
 *
 * @param doing what was tried, as in "reading the stack BlogWriter"
 * @returns the error as it was, where nothing better can be said of it
 */
function explainAwsError(error: unknown, doing: string, region: string): unknown {
  if (error instanceof CommandError || !(error instanceof Error)) return error;
  // The functions' own adapters say what failed and keep the error of AWS underneath.
  if (error instanceof BlogFailure && error.cause instanceof Error) {
    const explanation = explainAwsError(error.cause, doing, region);
    if (explanation !== error.cause) return explanation;
  }
  const { name, message, code, $metadata } = error as AwsError;
  const said = message.replace(/\s+/g, ' ').trim();
  const refuse = (text: string): CommandError => new CommandError(text, { cause: error });
  if (error instanceof BlogFailure) return refuse(`${capitalized(doing)} failed: ${said}`);
  if (noCredentials.has(name)) {
    return refuse(
      `No AWS credentials were found (${said}): sign in with "aws sso login" or "aws configure", or set AWS_PROFILE.`,
    );
  }
  if (badCredentials.has(name)) {
    return refuse(
      `AWS does not accept the credentials (${said}): sign in again with "aws sso login" or "aws configure".`,
    );
  }
  if (name.startsWith('AccessDenied') || $metadata?.httpStatusCode === 403) {
    return refuse(
      `AWS denied ${doing} (${said}): use credentials that may, or have these allowed it; ` +
        '"npm run redrive -- --help" lists what is needed.',
    );
  }
  if (unreachable.has(code ?? '') || name === 'TimeoutError') {
    return refuse(`AWS could not be reached in ${region} (${said}): check the network and --region.`);
  }
  return $metadata === undefined ? error : refuse(`${capitalized(doing)} failed: ${name}: ${said}`);
}

/** Runs a step against AWS. @throws CommandError, see {@link explainAwsError} */
export async function explained<T>(doing: string, region: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw explainAwsError(error, doing, region);
  }
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
