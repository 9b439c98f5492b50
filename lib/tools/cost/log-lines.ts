/** What CloudWatch Logs adds to each line: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
const bytesOfALogEvent = 26;

const traceId = 'Root=1-6352a70e-1e2c502e358361800241fd45;Parent=35465b3a9e2f7c6a;Sampled=1';
/** As Lambda sets it where a run is traced; the functions' lines then name their trace. */
export const tracedEnvironment = { _X_AMZN_TRACE_ID: traceId };

/**
 * What Lambda itself logs of a run, as its JSON format has it at the level INFO, with sample values:
 * https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
 */
const linesOfLambda = [
  {
    time: '2026-11-22T16:05:27.123Z',
    type: 'platform.start',
    record: {
      requestId: '459921b5-681c-4a96-beb0-81e0aa586026',
      functionArn:
        'arn:aws:lambda:us-east-2:111122223333:function:BlogWriter-PostBlogFunctionA1B2C3D4-a1b2c3d4e5f6',
      version: '$LATEST',
      tracing: { spanId: '24cd7d670fa455f0', type: 'X-Amzn-Trace-Id', value: traceId },
    },
  },
  {
    time: '2026-11-22T16:05:32.123Z',
    type: 'platform.report',
    record: {
      requestId: '459921b5-681c-4a96-beb0-81e0aa586026',
      metrics: { durationMs: 5123.456, billedDurationMs: 5124, memorySizeMB: 512, maxMemoryUsedMB: 123 },
      tracing: { spanId: '24cd7d670fa455f0', type: 'X-Amzn-Trace-Id', value: traceId },
      status: 'success',
    },
  },
];

/** What stands in for a variable of the access log; one that is not here is empty, which API Gateway writes as "-". */
const accessLogSamples: Readonly<Record<string, string>> = {
  requestId: '2qFxf0Np7el9iSM=',
  requestTime: '22/Nov/2026:16:05:27 +0000',
  'identity.sourceIp': '203.0.113.100',
  httpMethod: 'POST',
  routeKey: 'GET /blog/{blog_id}',
  protocol: 'HTTP/1.1',
  status: '200',
  responseLength: '2345',
  responseLatency: '5123',
  integrationLatency: '5120',
  integrationStatus: '200',
};

/** What CloudWatch counts of these lines, in bytes. */
export function loggedBytes(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Buffer.byteLength(line) + bytesOfALogEvent, 0);
}

/** What Lambda itself logs of one run, in bytes. */
export const lambdaLogBytes: number = loggedBytes(linesOfLambda.map((line) => JSON.stringify(line)));

/** What one request adds to the access log, in bytes. @param format of the stage, with its `$context` variables */
export function accessLogBytes(format: string): number {
  const line = format.replace(/\$context\.([\w.]+)/g, (_, name: string) => accessLogSamples[name] ?? '-');
  return loggedBytes([line]);
}

/**
 * A line of a function with its times replaced, so that it has the same length on every machine.
 *
 * @param modelMs what the line is to say of a model call, in milliseconds
 */
export function withSampleTimes(line: string, modelMs: number): string {
  const fields: Record<string, unknown> = JSON.parse(line);
  const samples = { model_ms: modelMs, ModelLatency: modelMs, store_ms: 123, StoreLatency: 123 };
  for (const [name, sample] of Object.entries(samples)) if (name in fields) fields[name] = sample;
  return JSON.stringify(fields);
}

/** The metrics in a line of the embedded metric format, each as its name and dimensions; none in another line. */
export function metricsOf(line: string): string[] {
  const { _aws: embedded, ...fields } = JSON.parse(line);
  const directives: { Dimensions: string[][]; Metrics: { Name: string }[] }[] =
    embedded?.CloudWatchMetrics ?? [];
  return directives.flatMap(({ Dimensions, Metrics }) =>
    Dimensions.flatMap((names) => {
      const dimensions = names.map((name) => `${name}=${fields[name]}`).sort();
      return Metrics.map(({ Name }) => [Name, ...dimensions].join(' '));
    }),
  );
}
