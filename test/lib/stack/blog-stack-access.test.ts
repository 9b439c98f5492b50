import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { all, buildStack, only, synthesize } from './synthesized-stack.ts';

const jwt = { auth: 'jwt', jwtIssuer: 'https://example.com/', jwtAudiences: 'mobile,web' };

describe('who may call', () => {
  it.each([
    ['everyone', {}, 'NONE'],
    ['SigV4', { auth: 'iam' }, 'AWS_IAM'],
    ['a token', jwt, 'JWT'],
  ])('is %s, on both routes of posts alike, with %j', (_, context, authorizationType) => {
    const template = synthesize(context);
    const routes = all(template, 'AWS::ApiGatewayV2::Route')
      .map(({ properties }) => properties)
      .filter(({ RouteKey }) => RouteKey !== 'GET /');
    expect(routes.map(({ AuthorizationType }) => AuthorizationType ?? 'NONE')).toEqual([
      authorizationType,
      authorizationType,
    ]);
    const authorizers = all(template, 'AWS::ApiGatewayV2::Authorizer');
    expect(authorizers).toHaveLength(authorizationType === 'JWT' ? 1 : 0);
    for (const { id } of authorizers) {
      expect(routes.map(({ AuthorizerId }) => AuthorizerId)).toEqual([{ Ref: id }, { Ref: id }]);
    }
  });

  it.each([
    [{}, ['NONE']],
    [jwt, ['NONE']],
    [{ auth: 'iam' }, []],
    [{ page: 'off' }, []],
  ])('is everyone for the writing page, if there is one: with %j %j', (context, types) => {
    const pages = all(synthesize(context), 'AWS::ApiGatewayV2::Route').filter(
      ({ properties }) => properties.RouteKey === 'GET /',
    );
    expect(pages.map(({ properties }) => properties.AuthorizationType)).toEqual(types);
  });

  it('depends on the issuer and the audiences that are set', () => {
    expect(only(synthesize(jwt), 'AWS::ApiGatewayV2::Authorizer').properties).toMatchObject({
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Issuer: 'https://example.com/', Audience: ['mobile', 'web'] },
    });
  });
});

describe('the warning of a public endpoint', () => {
  const warnings = (context: Record<string, string>): string[] =>
    Annotations.fromStack(buildStack(context))
      .findWarning('*', Match.anyValue())
      .map(({ entry }) => String(entry.data));

  it('states the limits on the bill and how to close the endpoint', () => {
    const [warning, ...others] = warnings({ postRate: '0.5', postBurst: '3', maxModelCalls: '2' });
    expect(others).toEqual([]);
    for (const words of [
      'public (auth is none)',
      'postRate 0.5 per second with postBurst 3',
      'about 43,200 posts a day',
      'at most 2 model calls',
      '200,000 generated tokens a day (dailyTokenBudget)',
      'US$ 0.04',
      '-c auth=iam or -c auth=jwt',
    ]) {
      expect(warning).toContain(words);
    }
  });

  it('says if the cost is not known, and what to supply', () => {
    const modelId = 'us.anthropic.claude-opus-4-1-20250805-v1:0';
    expect(warnings({ modelId })).toEqual([
      expect.stringContaining(
        `not known: docs/prices.json has no price for ${modelId} in us-east-2; supply -c promptTokenPrice and -c generationTokenPrice`,
      ),
    ]);
  });

  it('says if there is no budget', () => {
    expect(warnings({ dailyTokenBudget: 'off' })).toEqual([expect.stringContaining('no token budget')]);
  });

  it.each([{ auth: 'iam' }, jwt, { postRate: '0' }])('is absent with %j', (context) => {
    expect(warnings(context)).toEqual([]);
  });
});

describe('calls from web pages', () => {
  it('are not allowed unless origins are set', () => {
    expect(only(synthesize(), 'AWS::ApiGatewayV2::Api').properties).not.toHaveProperty('CorsConfiguration');
  });

  const headers = ['content-type', 'authorization', 'prefer', 'idempotency-key'];
  const signature = ['x-amz-date', 'x-amz-security-token', 'x-amz-content-sha256'];

  it.each([
    ['none', {}, headers],
    ['iam', { auth: 'iam' }, [...headers, ...signature]],
    ['jwt', jwt, headers],
  ])(
    'may send the headers of the contract and of auth %s, and read those of the response',
    (_, context, allowed) => {
      const template = synthesize({ ...context, corsOrigins: 'https://a.example,https://b.example' });
      expect(only(template, 'AWS::ApiGatewayV2::Api').properties.CorsConfiguration).toEqual({
        AllowOrigins: ['https://a.example', 'https://b.example'],
        AllowMethods: ['GET', 'POST'],
        AllowHeaders: allowed,
        ExposeHeaders: ['location', 'retry-after', 'preference-applied', 'apigw-requestid'],
        MaxAge: 3_600,
      });
      // A route for OPTIONS would take the preflight away from the gateway, and ask it for a token.
      const routes = all(template, 'AWS::ApiGatewayV2::Route').map(({ properties }) => properties.RouteKey);
      expect(routes.filter((key) => !/^(?:GET|POST) /.test(key))).toEqual([]);
    },
  );
});
