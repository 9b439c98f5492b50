import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  HttpApi,
  HttpMethod,
  type HttpRoute,
  HttpStage,
  LogGroupLogDestination,
  PayloadFormatVersion,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** The path that posts are asked for at; `/<blog_id>` below it they are read at. */
export const blogPath = '/blog';

/** How often a route may be called. */
export interface Throttle {
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
  /** Days the access log is kept; one of the numbers that CloudWatch Logs accepts. */
  readonly logRetentionDays: RetentionDays;
}

/** The HTTP API in front of the functions. */
export class BlogApi extends Construct {
  /** Where to `POST`. */
  readonly blogUrl: string;
  private readonly api: HttpApi;

  constructor(scope: Construct, id: string, props: BlogApiProps) {
    super(scope, id);
    // The default stage that HttpApi makes takes neither throttle nor access log.
    this.api = new HttpApi(this, 'HttpApi', {
      apiName: Stack.of(this).stackName,
      createDefaultStage: false,
    });
    const routes = [
      ...this.addRoute('PostBlog', HttpMethod.POST, blogPath, props.postBlog),
      ...this.addRoute('GetBlog', HttpMethod.GET, `${blogPath}/{blog_id}`, props.getBlog),
    ];
    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: props.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        format: AccessLogFormat.custom(JSON.stringify(accessLogFields)),
      },
    });
    // HttpStage throttles all routes as one. The names are CloudFormation's: it takes this property as it is.
    (stage.node.defaultChild as CfnStage).routeSettings = {
      [`POST ${blogPath}`]: throttleSettings(props.postThrottle),
      [`GET ${blogPath}/{blog_id}`]: throttleSettings(props.getThrottle),
    };
    // Settings of a route fail before the route exists.
    stage.node.addDependency(...routes);
    this.blogUrl = `${this.api.apiEndpoint}${blogPath}`;
  }

  private addRoute(id: string, method: HttpMethod, path: string, answeredBy: IFunction): HttpRoute[] {
    const integration = new HttpLambdaIntegration(id, answeredBy, {
      payloadFormatVersion: PayloadFormatVersion.VERSION_2_0,
      // The longest that CDK accepts; the gateway itself gives up at 30 s.
      timeout: Duration.seconds(29),
    });
    return this.api.addRoutes({ path, methods: [method], integration });
  }
}

function throttleSettings({ rate, burst }: Throttle): Record<string, number> {
  // A bucket of tokens that is never filled again would still let its first ones through.
  return { ThrottlingRateLimit: rate, ThrottlingBurstLimit: rate === 0 ? 0 : burst };
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
};
