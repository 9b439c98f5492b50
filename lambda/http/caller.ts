import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** What API Gateway's authorizers say of a caller. */
interface Authorizer {
  jwt?: { claims?: Record<string, unknown> };
  iam?: { userArn?: string };
}

/**
 * Who calls, as far as the gateway knows: issuer and subject of a JWT, the ARN of an IAM caller, or everybody
 * where there is no authorizer. Idempotency keys of different callers never meet.
 */
export function callerOf(event: APIGatewayProxyEventV2): string {
  const { jwt, iam } = (event.requestContext as { authorizer?: Authorizer } | undefined)?.authorizer ?? {};
  if (jwt?.claims !== undefined) return JSON.stringify(['jwt', jwt.claims.iss, jwt.claims.sub]);
  if (iam?.userArn !== undefined) return JSON.stringify(['iam', iam.userArn]);
  return JSON.stringify(['public']);
}
