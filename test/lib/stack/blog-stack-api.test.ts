import { describe, expect, it } from 'vitest';
import { deployedFunctions } from '../../../lambda/core/config/variable.ts';
import { all, arnOf, functionOf, type Json, only, synthesize } from './synthesized-stack.ts';

const template = synthesize();
const routes = all(template, 'AWS::ApiGatewayV2::Route');

describe('the routes', () => {
  it.each([
    ['POST /blog', 'post-blog'],
    ['GET /blog/{blog_id}', 'get-blog'],
    ['GET /', 'get-blog'],
  ] as const)('%s asks %s for 29 s with payload 2.0', (routeKey, name) => {
    const route = routes.find(({ properties }) => properties.RouteKey === routeKey);
    const [, integration] = route?.properties.Target['Fn::Join'][1] ?? [];
    const found = all(template, 'AWS::ApiGatewayV2::Integration').find(({ id }) => id === integration.Ref);
    expect(found?.properties).toMatchObject({
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: arnOf(functionOf(template, name).id),
      PayloadFormatVersion: '2.0',
      TimeoutInMillis: 29_000,
    });
  });

  it('are these three and no more', () => {
    expect(routes).toHaveLength(3);
  });
});

describe('the stage', () => {
  it('deploys itself, once every route exists', () => {
    const { resource, properties } = only(template, 'AWS::ApiGatewayV2::Stage');
    expect(properties).toMatchObject({ StageName: '$default', AutoDeploy: true });
    expect(resource.DependsOn).toEqual(expect.arrayContaining(routes.map(({ id }) => id)));
  });

  const limit = (rate: number, burst: number) => ({ ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst });
  const post = limit(1, 5);
  const get = limit(10, 20);

  it.each([
    ['1 post and 10 reads a second, with bursts of 5 and 20', {}, post, get],
    [
      'what is set',
      { postRate: '2.5', postBurst: '9', getRate: '0.5', getBurst: '3' },
      limit(2.5, 9),
      limit(0.5, 3),
    ],
    ['only reads at postRate 0', { postRate: '0' }, limit(0, 0), get],
    ['only posts at getRate 0', { getRate: '0' }, post, limit(0, 0)],
  ])('allows %s', (_, context, ofPost, ofGet) => {
    const { properties } = only(synthesize(context), 'AWS::ApiGatewayV2::Stage');
    expect(properties.RouteSettings).toEqual({
      'POST /blog': { ...ofPost, DetailedMetricsEnabled: true },
      'GET /blog/{blog_id}': { ...ofGet, DetailedMetricsEnabled: true },
    });
    // Of the page, the only route without settings of its own.
    expect(properties.DefaultRouteSettings).toEqual({ ...ofGet, DetailedMetricsEnabled: true });
  });

  it('has no settings of a route that can be removed, which API Gateway would keep and then reject the stage', () => {
    const stages = [{}, { page: 'off' }, { auth: 'iam' }].map(
      (context) => only(synthesize(context), 'AWS::ApiGatewayV2::Stage').properties,
    );
    for (const { RouteSettings } of stages) {
      expect(Object.keys(RouteSettings)).toEqual(['POST /blog', 'GET /blog/{blog_id}']);
    }
    expect(stages.map((stage) => 'DefaultRouteSettings' in stage)).toEqual([true, false, false]);
  });

  it('publishes metrics per route only with monitoring', () => {
    const { RouteSettings, DefaultRouteSettings } = only(
      synthesize({ monitoring: 'off' }),
      'AWS::ApiGatewayV2::Stage',
    ).properties;
    for (const route of [DefaultRouteSettings, ...Object.values<Json>(RouteSettings)]) {
      expect(route.DetailedMetricsEnabled).toBe(false);
    }
  });

  it('logs each request as JSON, without its path', () => {
    const { Format, DestinationArn } = only(template, 'AWS::ApiGatewayV2::Stage').properties
      .AccessLogSettings;
    const fields = Object.values(JSON.parse(Format));
    expect(fields).toEqual(
      expect.arrayContaining([
        '$context.requestId',
        '$context.routeKey',
        '$context.status',
        '$context.integrationErrorMessage',
        '$context.authorizer.error',
      ]),
    );
    expect(fields).not.toContain('$context.path');
    const functionLogs = deployedFunctions.map(
      (name) => functionOf(template, name).properties.LoggingConfig.LogGroup.Ref,
    );
    const [accessLog] = all(template, 'AWS::Logs::LogGroup').filter(({ id }) => !functionLogs.includes(id));
    expect(DestinationArn).toEqual(arnOf(accessLog?.id as string));
  });
});
