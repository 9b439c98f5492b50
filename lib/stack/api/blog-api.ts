import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  type CorsPreflightOptions,
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
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { pageRoute } from '../../../lambda/core/config/page.ts';

/** The path that posts are asked for at. */
export const blogPath = '/blog';
/** The path that a post is read at, as its route has it. */
export const blogIdPath = `${blogPath}/{blog_id}`;
/** The one stage, which is no part of the URL. The setting `stage` never names it. */
export const httpStageName = '$default';

/** How often a route may be called. */
interface Throttle {
  /** Requests a second; 0 closes the route. */
  readonly rate: number;
  /** Requests at once on top of the rate. Counts for nothing where the rate is 0. */
  readonly burst: number;
}

export interface BlogApiProps {
  /** Answers `POST /blog`. */
  readonly postBlog: IFunction;
  readonly postThrottle: Throttle;
  /** Answers `GET /blog/{blog_id}`. */
  readonly getBlog: IFunction;
  readonly getThrottle: Throttle;
  /** Whether `GET /` is the page to write on, which everybody may open: what it sends is authorized. */
  readonly hasPage: boolean;
  /** Who may call the routes of posts. @default - everybody */
  readonly authorizer?: IHttpRouteAuthorizer | undefined;
  /** The web pages that may call from a browser. @default - none */
  readonly cors?: CorsPreflightOptions | undefined;
  /** Whether CloudWatch is told the figures of each route, rather than those of the API as a whole. */
  readonly routeMetrics: boolean;
  /** Days the access log is kept; one of the numbers that CloudWatch Logs accepts. */
  readonly logRetentionDays: RetentionDays;
}

/** The HTTP API in front of the functions. */
export class BlogApi extends Construct {
  /** Where to `POST`. */
  readonly blogUrl: string;
  /** Where to write in a browser. */
  readonly pageUrl: string;
  /** The API's id, by which CloudWatch knows it. */
  readonly apiId: string;
  /** The routes of posts. */
  readonly routes: readonly HttpRoute[];
  /** The route of the page to write on, where there is one. */
  readonly pageRoutes: readonly HttpRoute[];
  private readonly api: HttpApi;

  constructor(scope: Construct, id: string, props: BlogApiProps) {
    super(scope, id);
    // The default stage that HttpApi makes takes neither throttle nor access log.
    this.api = new HttpApi(this, 'HttpApi', {
      apiName: Stack.of(this).stackName,
      createDefaultStage: false,
      ...(props.authorizer !== undefined && { defaultAuthorizer: props.authorizer }),
      ...(props.cors !== undefined && { corsPreflight: props.cors }),
    });
    this.routes = [
      ...this.addRoute('PostBlog', HttpMethod.POST, blogPath, props.postBlog),
      ...this.addRoute('GetBlog', HttpMethod.GET, blogIdPath, props.getBlog),
    ];
    this.pageRoutes = props.hasPage
      ? this.addRoute('Page', HttpMethod.GET, '/', props.getBlog, new HttpNoneAuthorizer())
      : [];
    const accessLog = new LogGroup(this, 'AccessLog', {
      // Under any other prefix, API Gateway adds the group to the account's one resource policy for log delivery, which
      // may be full: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
      logGroupName: `/aws/vendedlogs/apigateway/${Stack.of(this).stackName}`,
      retention: props.logRetentionDays,
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
    // HttpStage throttles all routes as one. The names are CloudFormation's: it takes this property as it is.
    (stage.node.defaultChild as CfnStage).routeSettings = {
      [`POST ${blogPath}`]: routeSettings(props.postThrottle, props.routeMetrics),
      [`GET ${blogIdPath}`]: routeSettings(props.getThrottle, props.routeMetrics),
      ...(props.hasPage && { [pageRoute]: routeSettings(props.getThrottle, props.routeMetrics) }),
    };
    // Settings of a route fail before the route exists.
    stage.node.addDependency(...this.routes, ...this.pageRoutes);
    this.apiId = this.api.apiId;
    this.pageUrl = `${this.api.apiEndpoint}/`;
    this.blogUrl = `${this.api.apiEndpoint}${blogPath}`;
  }

  private addRoute(
    id: string,
    method: HttpMethod,
    path: string,
    answeredBy: IFunction,
    authorizer?: IHttpRouteAuthorizer,
  ): HttpRoute[] {
    const integration = new HttpLambdaIntegration(id, answeredBy, {
      payloadFormatVersion: PayloadFormatVersion.VERSION_2_0,
      // The longest that CDK accepts; the gateway itself gives up at 30 s.
      timeout: Duration.seconds(29),
    });
    return this.api.addRoutes({ path, methods: [method], integration, ...(authorizer && { authorizer }) });
  }
}

function routeSettings({ rate, burst }: Throttle, metrics: boolean): Record<string, number | boolean> {
  return {
    ThrottlingRateLimit: rate,
    // A bucket of tokens that is never filled again would still let its first ones through.
    ThrottlingBurstLimit: rate === 0 ? 0 : burst,
    DetailedMetricsEnabled: metrics,
  };
}

/**
 * A line of the access log, by https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html.
 * The path is left out: callers put into it what they like. The route tells what was called.
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
  // Why a token or signature was refused; "-" without an authorizer.
  authorizerError: '$context.authorizer.error',
};
