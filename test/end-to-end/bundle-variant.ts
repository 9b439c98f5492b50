import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { DeployedFunction } from '../../lib/bundle.ts';
import { type LambdaEnvironment, startEnvironment } from '../../lib/local/lambda-environment.ts';
import { type LocalStack, startLocalStack } from './local-stack.ts';
import { type Reply, type Service, startRecordingProxy, type WireRequest } from './recording-proxy.ts';

/** What is asked of a function, and how the services behind it answer. */
export interface Scenario {
  name: string;
  fn?: DeployedFunction;
  event: unknown;
  /** Variables beside the deployed ones; `undefined` takes one away. */
  env?: Record<string, string | undefined> | undefined;
  /** The answers of a service to its first, second, … request; where there is none, the stand-in answers. */
  replies?: Partial<Record<Service, (Reply | undefined)[] | ((number: number) => Reply | undefined)>>;
}

/** What can be seen of a run from outside, without what differs from run to run. */
export interface Outcome {
  answer: unknown;
  wire: unknown[];
  log: unknown[];
}

const endpointVariables: Record<Service, string> = {
  bedrock: 'AWS_ENDPOINT_URL_BEDROCK_RUNTIME',
  s3: 'AWS_ENDPOINT_URL_S3',
  lambda: 'AWS_ENDPOINT_URL_LAMBDA',
};

export interface BundleVariant {
  run(scenario: Scenario): Promise<Outcome>;
  close(): Promise<void>;
}

/** A set of bundles with stand-ins of its own, and proxies in front of them. @param bundles the folder of each */
export async function startVariant(bundles: Record<DeployedFunction, string>): Promise<BundleVariant> {
  const stack: LocalStack = await startLocalStack();
  const deployed = await stack.deployments['post-blog'].environment();
  let wire: WireRequest[] = [];
  let replies: Scenario['replies'] = {};
  const proxies = await Promise.all(
    (Object.keys(endpointVariables) as Service[]).map(async (service) => {
      const target = deployed[endpointVariables[service]] ?? '';
      const proxy = await startRecordingProxy(service, target, (request) => {
        wire.push(request);
        const number = wire.filter((other) => other.service === service).length;
        const planned = replies?.[service];
        return typeof planned === 'function' ? planned(number) : planned?.[number - 1];
      });
      return { proxy, variable: endpointVariables[service] };
    }),
  );
  const endpoints = Object.fromEntries(proxies.map(({ proxy, variable }) => [variable, proxy.url]));
  const environments = new Map<string, LambdaEnvironment>();
  let logged = '';

  const environmentOf = async (
    fn: DeployedFunction,
    env: Scenario['env'] = {},
  ): Promise<LambdaEnvironment> => {
    const id = JSON.stringify([fn, env]);
    const present = environments.get(id);
    if (present !== undefined && !present.ended) return present;
    const variables = { ...(await stack.deployments[fn].environment()), ...endpoints, ...env };
    const started = await startEnvironment({
      bundlePath: join(bundles[fn], `${fn}.mjs`),
      functionName: fn,
      memorySizeMb: 256,
      timeoutMs: 60_000,
      env: Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined)) as Record<
        string,
        string
      >,
      onLog: (text) => (logged += text),
    });
    environments.set(id, started);
    return started;
  };

  return {
    async run({ fn = 'post-blog', event, env, replies: planned = {} }) {
      const environment = await environmentOf(fn, env);
      [wire, replies, logged] = [[], planned, ''];
      const answer = await environment
        .invoke(arrivingNow(event), 'lambda-request')
        .catch((error: Error) => String(error));
      // What is written to standard output comes over another channel than the answer.
      await new Promise((resolve) => setTimeout(resolve, 20));
      return { answer: steady(answer), wire: wire.map(seen), log: logged.split('\n').flatMap(told) };
    },
    async close() {
      await Promise.all([...environments.values()].map((environment) => environment.end()));
      await Promise.all(proxies.map(({ proxy }) => proxy.close()));
      await stack.close();
    },
  };
}

/** The event of a request that arrives as it is given, with all of its time before it. */
function arrivingNow(event: unknown): unknown {
  const { requestContext } = event as { requestContext?: object };
  if (requestContext === undefined) return event;
  return { ...(event as object), requestContext: { ...requestContext, timeEpoch: Date.now() } };
}

/** Without the times, nonces and request ids of a run. */
function steady<T>(value: T): T {
  const text = JSON.stringify(value)
    ?.replace(/\d{8}T\d{9}Z/g, '<time>')
    .replace(/\b1[78]\d{11}\b|(?<=no answer within )\d+(?= ms)/g, '<ms>')
    .replace(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g, '<uuid>')
    .replace(/127\.0\.0\.1:\d+/g, '<host>')
    .replace(/\b[0-9A-F]{16}\b/g, '<id>')
    .replace(/\b[0-9a-f]{32}\b/g, '<etag>');
  return text === undefined ? value : JSON.parse(text);
}

const checksums: Record<string, (body: Buffer) => string> = {
  'x-amz-checksum-crc32': (body) => {
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    return sum.toString('base64');
  },
  'x-amz-content-sha256': (body) => createHash('sha256').update(body).digest('hex'),
};

/** A request without what is new in each: its checksums are computed here, its signature is not looked at. */
function seen({ service, method, path, headers, body }: WireRequest): unknown {
  const { date: _, 'x-amz-date': __, ...kept } = headers;
  const shown = Object.entries(kept).map(([name, value]) => {
    if (checksums[name] !== undefined) return [name, value === checksums[name](body) ? 'right' : value];
    if (name === 'content-length') return [name, Number(value) === body.length ? 'right' : value];
    if (name === 'amz-sdk-request') return [name, value.replace(/ttl=\w+/, 'ttl=<time>')];
    return [name, value.replace(/Signature=\w+/, 'Signature=<hex>').replace(/\/\d{8}\//, '/<day>/')];
  });
  return steady({ service, method, path, headers: Object.fromEntries(shown), body: body.toString('utf8') });
}

/** What a line of the log tells of how the run went, and nothing of its times. */
function told(line: string): unknown[] {
  if (!line.startsWith('{')) return line === '' ? [] : [steady(line)];
  const { level, message, kind, status, reason, error } = JSON.parse(line);
  if (message === undefined) return [];
  return [
    steady({
      level,
      message,
      kind,
      status,
      reason,
      error: error && [error.name, error.message, error.code, error.http_status, error.attempts],
    }),
  ];
}
