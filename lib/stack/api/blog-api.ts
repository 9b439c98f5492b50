import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  type HttpRoute,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
  PayloadFormatVersion,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { hasPage } from '../../../lambda/core/config/page.ts';
import type { Settings } from '../../settings/settings.ts';
import { apiAuthorizer, apiCors } from './api-access.ts';

/** The route path for creating posts. */
export const blogPath = '/blog';
/** The route path for reading a post. */
export const blogIdPath = `${blogPath}/{blog_id}`;
/** The only API stage, which adds nothing to the URL. Unrelated to the setting `stage`. */
export const httpStageName = '$default';

export interface BlogApiProps {
  readonly settings: Settings;
  /** Answers `POST /blog`. */
  readonly postBlog: IFunction;
  /** Answers `GET /blog/{blog_id}`, and `GET /` if the stack has the writing page. */
  readonly getBlog: IFunction;
}

/** The HTTP API in front of the functions. */
export class BlogApi extends Construct {
  /** The URL of `POST /blog`. */
  readonly blogUrl: string;
  /** The URL of the writing page. */
  readonly pageUrl: string;
  /** The API's id, which is the dimension `ApiId` of its metrics. */
  readonly apiId: string;
  private readonly api: HttpApi;

  constructor(scope: Construct, id: string, props: BlogApiProps) {
    super(scope, id);
    const { settings, postBlog, getBlog } = props;
    const authorizer = apiAuthorizer(settings);
    const cors = apiCors(settings);
    // HttpApi's own default stage supports neither throttling nor an access log.
    this.api = new HttpApi(this, 'HttpApi', {
      apiName: Stack.of(this).stackName,
      createDefaultStage: false,
      ...(authorizer !== undefined && { defaultAuthorizer: authorizer }),
      ...(cors !== undefined && { corsPreflight: cors }),
    });
    const routes = [
      ...this.addRoute('PostBlog', HttpMethod.POST, blogPath, postBlog),
      ...this.addRoute('GetBlog', HttpMethod.GET, blogIdPath, getBlog),
    ];
    // The page itself is public; its requests are authorized.
    const hasPageRoute = hasPage(settings);
    const pageRoutes = hasPageRoute
      ? this.addRoute('Page', HttpMethod.GET, '/', getBlog, new HttpNoneAuthorizer())
      : [];
    const accessLog = new LogGroup(this, 'AccessLog', {
      // With any other prefix, API Gateway adds the log group to the account's only resource policy for log delivery,
      // which may be full: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
      logGroupName: `/aws/vendedlogs/apigateway/${Stack.of(this).stackName}`,
      retention: settings.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: httpStageName,
      autoDeploy: true,
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        format: AccessLogFormat.custom(JSON.stringify(accessLogFields)),
      },
    });
    const ofReads = routeSettings(settings.getRate, settings.getBurst, settings);
    // CDK passes these properties on as they are, so the names are CloudFormation's.
    const cfnStage = stage.node.defaultChild as CfnStage;
    cfnStage.routeSettings = {
      [`POST ${blogPath}`]: routeSettings(settings.postRate, settings.postBurst, settings),
      [`GET ${blogIdPath}`]: ofReads,
    };
    // The page alone has the stage's default settings. API Gateway keeps the settings of a route that is removed, as the
    // page's is with `page` off, and then rejects every update of the stage:
    // https://github.com/hashicorp/terraform-provider-aws/issues/16094
    if (hasPageRoute) cfnStage.addPropertyOverride('DefaultRouteSettings', ofReads);
    // Route settings are rejected until the route exists.
    stage.node.addDependency(...routes, ...pageRoutes);
    if (authorizer === undefined) {
      acknowledgePublic(
        routes,
        'The setting auth is none: the operator chose a public endpoint and is warned at synth. postRate and, unless it ' +
          'is off, dailyTokenBudget limit the cost.',
      );
    }
    acknowledgePublic(
      pageRoutes,
      'The page is a form and its script, without data. Its requests are authorized like any other.',
    );
    this.apiId = this.api.apiId;
    this.pageUrl = `${this.api.apiEndpoint}/`;
    this.blogUrl = `${this.api.apiEndpoint}${blogPath}`;
  }

  private addRoute(
    id: string,
    method: HttpMethod,
    path: string,
    handler: IFunction,
    authorizer?: IHttpRouteAuthorizer,
  ): HttpRoute[] {
    const integration = new HttpLambdaIntegration(id, handler, {
      payloadFormatVersion: PayloadFormatVersion.VERSION_2_0,
      // The maximum that CDK accepts; the gateway itself times out after 30 s.
      timeout: Duration.seconds(29),
    });
    return this.api.addRoutes({ path, methods: [method], integration, ...(authorizer && { authorizer }) });
  }
}

/** Acknowledges what cdk-nag's AwsSolutions reports of routes without an authorizer. */
function acknowledgePublic(routes: readonly HttpRoute[], reason: string): void {
  for (const route of routes) Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason });
}

/**
 * @param rate requests per second; 0 closes the route
 * @param burst requests at once on top of the rate
 */
function routeSettings(rate: number, burst: number, { monitoring }: Settings) {
  return {
    ThrottlingRateLimit: rate,
    // A token bucket that is never refilled would still admit its initial burst.
    ThrottlingBurstLimit: rate === 0 ? 0 : burst,
    DetailedMetricsEnabled: monitoring === 'on',
  };
}

/**
 * The fields of the access log: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html.
 * The path is omitted, because callers control it; the route identifies the operation.
 */
const accessLogFields = {
  requestId: '$context.requestId',
  requestTime: '$context.requestTime',
  ip: '$context.identity.sourceIp',
  httpMethod: '$context.httpMethod',
  routeKey: '$context.routeKey',
  protocol: '$context.protocol',
  status: '$context.status',
  responseLength: '$context.responseLength',
  responseLatencyMs: '$context.responseLatency',
  integrationLatencyMs: '$context.integrationLatency',
  integrationStatus: '$context.integrationStatus',
  integrationErrorMessage: '$context.integrationErrorMessage',
  errorMessage: '$context.error.message',
  // Why a token or signature was rejected; "-" without an authorizer.
  authorizerError: '$context.authorizer.error',
};
