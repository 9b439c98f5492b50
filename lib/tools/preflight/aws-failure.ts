import { type Finding, fail, warn } from './finding.ts';

/** What an error of an AWS client means to its user. */
type AwsFailureKind =
  | 'no-credentials'
  | 'bad-credentials'
  | 'denied'
  | 'missing'
  | 'throttled'
  | 'unreachable'
  | 'other';

export interface AwsFailure {
  readonly kind: AwsFailureKind;
  /** The exception's name, such as `AccessDeniedException`. */
  readonly name: string;
  /** What was said, in one line. */
  readonly said: string;
}

interface ClientError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number | undefined };
}

const kindByName: Readonly<Record<string, AwsFailureKind>> = {
  CredentialsProviderError: 'no-credentials',
  TokenProviderError: 'no-credentials',
  ProviderError: 'no-credentials',
  ExpiredToken: 'bad-credentials',
  ExpiredTokenException: 'bad-credentials',
  InvalidAccessKeyId: 'bad-credentials',
  InvalidClientTokenId: 'bad-credentials',
  InvalidSignatureException: 'bad-credentials',
  SignatureDoesNotMatch: 'bad-credentials',
  UnrecognizedClientException: 'bad-credentials',
  ResourceNotFoundException: 'missing',
  Throttling: 'throttled',
  ThrottlingException: 'throttled',
  TooManyRequestsException: 'throttled',
  ServiceQuotaExceededException: 'throttled',
  AbortError: 'unreachable',
  TimeoutError: 'unreachable',
};

/** Reads an error of an AWS client. */
export function readAwsFailure(error: unknown): AwsFailure {
  const { name = 'Error', message = '', code, $metadata } = (error ?? {}) as ClientError;
  const said = message.replace(/\s+/g, ' ').trim() || code || name;
  return { kind: kindOf(name, $metadata?.httpStatusCode, code), name, said: said.replace(/[.:]$/, '') };
}

function kindOf(name: string, status: number | undefined, code: string | undefined): AwsFailureKind {
  const known = kindByName[name];
  if (known !== undefined) return known;
  if (name.startsWith('AccessDenied') || status === 403) return 'denied';
  if (status === 429) return 'throttled';
  // Without a status there was no answer; a system error has a code such as ENOTFOUND.
  return status === undefined && code !== undefined ? 'unreachable' : 'other';
}

/**
 * The finding of a read-only call that failed. Not being allowed to look says nothing about the service, so it is
 * a warning; an AWS that cannot be reached is a failure.
 *
 * @param action the IAM action of the call, such as `lambda:GetAccountSettings`
 * @param error what the call threw; anything but an error of an AWS client is thrown again
 */
export function toFinding(error: unknown, action: string, region: string): Finding {
  const { kind, name, said } = readAwsFailure(error);
  switch (kind) {
    case 'unreachable':
      return unreachable(region, said);
    case 'denied':
      return warn(
        `not looked at: these credentials may not ${action}`,
        `allow ${action}, or look in the console`,
      );
    case 'throttled':
      return warn(`not looked at: AWS throttled ${action} (${said})`, 'run this again in a minute');
    default:
      if ((error as ClientError).$metadata === undefined && kind === 'other') throw error;
      return warn(`not looked at: ${action} failed (${name}: ${said})`, 'run this again');
  }
}

/** AWS did not answer at all. */
export function unreachable(region: string, said: string): Finding {
  return fail(
    `AWS cannot be reached in ${region} (${said})`,
    `check the network and any proxy, and that ${region} is a Region that has the service`,
  );
}
