import { Duration } from 'aws-cdk-lib';
import {
  CorsHttpMethod,
  type CorsPreflightOptions,
  type IHttpRouteAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import type { Settings } from '../../settings/settings.ts';

/** The settings of who may call from where. */
export type AccessSettings = Pick<Settings, 'auth' | 'jwtIssuer' | 'jwtAudiences' | 'corsOrigins'>;

/** Who may call every route; undefined where everybody may. */
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
          `auth jwt takes jwtIssuer and jwtAudiences; received ${jwtIssuer} and ${jwtAudiences}; ` +
            'read settings with readSettings, which checks that',
        );
      }
      return new HttpJwtAuthorizer('Jwt', jwtIssuer, { jwtAudience: [...jwtAudiences] });
  }
}

/** What the contract's requests carry beside what browsers always allow, and what its answers show. */
const requestHeaders = ['content-type', 'authorization', 'prefer', 'idempotency-key'];
const responseHeaders = ['location', 'retry-after', 'preference-applied', 'apigw-requestid'];
/** What a signature by SigV4 adds. */
const signatureHeaders = ['x-amz-date', 'x-amz-security-token', 'x-amz-content-sha256'];

/**
 * What the gateway answers to a browser's preflight, and adds to every answer of a function, errors included;
 * undefined where no page may call. No cookies are involved: a token or signature is a header.
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
