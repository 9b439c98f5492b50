import { RequestError } from '../core/errors.ts';
import type { HttpEvent } from './http-event.ts';

/** The claims that name who holds a token, best first: a token of client credentials has no subject in many issuers. */
const callerClaims = ['sub', 'client_id', 'azp'] as const;

/**
 * Who calls, as far as the gateway knows: issuer and subject (or client) of a JWT, the ARN of an IAM caller, or
 * everybody where there is no authorizer. Idempotency keys of different callers never meet.
 *
 * @throws RequestError `invalid-request` where an authorizer let somebody through whom it does not name
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
  // A client and a user of one name are two callers.
  return JSON.stringify(claim === 'sub' ? ['jwt', iss, claims.sub] : ['jwt', iss, claim, claims[claim]]);
}

const isName = (value: unknown): boolean => typeof value === 'string' && value !== '';

function unnamed(reason: string, remedy: string): RequestError {
  return new RequestError(
    'invalid-request',
    `${reason}, so its Idempotency-Key cannot be kept apart from the keys of others: ${remedy}, or send the request ` +
      'without the header Idempotency-Key.',
  );
}
