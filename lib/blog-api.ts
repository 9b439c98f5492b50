import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
  PayloadFormatVersion,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** The path that posts are asked for at. */
export const blogPath = '/blog';

export interface BlogApiProps {
  /** Answers `POST /blog`. */
  readonly postBlog: IFunction;
  /** Requests a second; 0 closes the endpoint. */
  readonly postRate: number;
  /** Requests at once on top of the rate. Counts for nothing where the rate is 0. */
  readonly postBurst: number;
  /** Days the access log is kept; one of the numbers that CloudWatch Logs accepts. */
  readonly logRetentionDays: RetentionDays;
}

/** The HTTP API in front of the functions. */
export class BlogApi extends Construct {
  /** Where to `POST`. */
  readonly blogUrl: string;

  constructor(scope: Construct, id: string, props: BlogApiProps) {
    super(scope, id);
    // The default stage that HttpApi makes takes neither throttle nor access log.
    const api = new HttpApi(this, 'HttpApi', {
      apiName: Stack.of(this).stackName,
      createDefaultStage: false,
    });
    const routes = api.addRoutes({
      path: blogPath,
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration('PostBlog', props.postBlog, {
        payloadFormatVersion: PayloadFormatVersion.VERSION_2_0,
        // The longest that CDK accepts; the gateway itself gives up at 30 s.
        timeout: Duration.seconds(29),
      }),
    });
    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: props.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stage = new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: {
        rateLimit: props.postRate,
        // A bucket of tokens that is never filled again would still let its first ones through.
        burstLimit: props.postRate === 0 ? 0 : props.postBurst,
      },
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        format: AccessLogFormat.custom(JSON.stringify(accessLogFields)),
      },
    });
    // Settings of a route fail before the route exists.
    stage.node.addDependency(...routes);
    this.blogUrl = `${api.apiEndpoint}${blogPath}`;
  }
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
