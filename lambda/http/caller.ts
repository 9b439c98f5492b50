import { invalidRequest, type RequestError } from '../core/errors.ts';
import type { HttpEvent } from './http-event.ts';

/** The claims that name a token's holder, best first: many issuers put no subject into a client's own token. */
const callerClaims = ['sub', 'client_id', 'azp'] as const;

/**
 * The caller, as the namespace of its idempotency keys: issuer and subject (or client) of a JWT, the ARN of an IAM
 * caller, or `public` without an authorizer.
 *
 * @throws RequestError `invalid-request` if the authorizer does not name the caller
 */
export function callerOf({ authorizer }: Pick<HttpEvent, 'authorizer'>): string {
  const { jwt, iam } = authorizer as {
    jwt?: { claims?: Record<string, unknown> };
    iam?: { userArn?: unknown };
  };
  if (jwt !== undefined) return tokenHolder(jwt?.claims ?? {});
  if (iam === undefined) return JSON.stringify(['public']);
  if (isName(iam?.userArn)) return JSON.stringify(['iam', iam.userArn]);
  throw unnamed(
    'The signature of this request names no caller',
    'sign it with credentials of a user or a role',
  );
}

function tokenHolder(claims: Record<string, unknown>): string {
  const claim = callerClaims.find((name) => isName(claims[name]));
  if (claim === undefined) {
    const known = callerClaims.join(', ');
    throw unnamed(`The token has none of the claims ${known}`, 'have its issuer add one');
  }
  const { iss } = claims;
  // A client and a user may have the same name.
  return JSON.stringify(claim === 'sub' ? ['jwt', iss, claims.sub] : ['jwt', iss, claim, claims[claim]]);
}

const isName = (value: unknown): boolean => typeof value === 'string' && value !== '';

function unnamed(reason: string, remedy: string): RequestError {
  return invalidRequest(
    `${reason}, so its Idempotency-Key cannot be kept separate from the keys of other callers: ${remedy}, or send the request ` +
      'without the header Idempotency-Key.',
  );
}
