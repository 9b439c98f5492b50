import { Duration } from 'aws-cdk-lib';
import {
  CorsHttpMethod,
  type CorsPreflightOptions,
  type IHttpRouteAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import type { Settings } from '../../settings/settings.ts';

/** The settings for authorization and CORS. */
export type AccessSettings = Pick<Settings, 'auth' | 'jwtIssuer' | 'jwtAudiences' | 'corsOrigins'>;

/** The authorizer of every route; undefined if `auth` is `none`. */
export function apiAuthorizer(settings: AccessSettings): IHttpRouteAuthorizer | undefined {
  const { auth, jwtIssuer, jwtAudiences } = settings;
  switch (auth) {
    case 'none':
      return undefined;
    case 'iam':
      return new HttpIamAuthorizer();
    case 'jwt':
      if (jwtIssuer === undefined || jwtAudiences === undefined) {
        throw new Error(
          `auth jwt requires jwtIssuer and jwtAudiences; received ${jwtIssuer} and ${jwtAudiences}; ` +
            'read the settings with readSettings, which checks this',
        );
      }
      return new HttpJwtAuthorizer('Jwt', jwtIssuer, { jwtAudience: [...jwtAudiences] });
  }
}

/** The contract's headers beyond those that CORS always allows in requests and exposes in responses. */
const requestHeaders = ['content-type', 'authorization', 'prefer', 'idempotency-key'];
const responseHeaders = ['location', 'retry-after', 'preference-applied', 'apigw-requestid'];
/** The headers of a SigV4 signature. */
const signatureHeaders = ['x-amz-date', 'x-amz-security-token', 'x-amz-content-sha256'];

/**
 * The CORS headers that the gateway sends for a preflight request and adds to every response of a function, errors
 * included; undefined if no web origin is allowed. Credentials are headers, never cookies.
 */
export function apiCors({ auth, corsOrigins }: AccessSettings): CorsPreflightOptions | undefined {
  if (corsOrigins === undefined) return undefined;
  return {
    allowOrigins: [...corsOrigins],
    allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST],
    allowHeaders: [...requestHeaders, ...(auth === 'iam' ? signatureHeaders : [])],
    exposeHeaders: responseHeaders,
    maxAge: Duration.hours(1),
  };
}
