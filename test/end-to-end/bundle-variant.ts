import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import type { FunctionName } from '../../lambda/core/config/variable.ts';
import { type LambdaEnvironment, startEnvironment } from '../../lib/local/lambda/lambda-environment.ts';
import { type LocalStack, startLocalStack } from './local-stack.ts';
import { type Reply, type Service, startRecordingProxy, type WireRequest } from './recording-proxy.ts';
import { amzDate, isSignedRightly, type Signer, signerOf } from './wire-signature.ts';

/** What is asked of a function, and how the services behind it answer. */
export interface Scenario {
  name: string;
  fn?: FunctionName;
  /** Sent as often as `shows` has entries, to one environment. */
  event: unknown;
  /**
   * What must be seen each time that the event is sent: the status of the answer, then every request as
   * `service:METHOD`. It is what the scenario is for: that both bundles do nothing is no agreement.
   */
  shows: readonly string[];
  /** A text that the function must log. */
  says?: string;
  /** Variables beside the deployed ones; `undefined` removes one. */
  env?: Record<string, string | undefined> | undefined;
  /** The answers of a service to its first, second, … request; where there is none, the stand-in answers. */
  replies?: Partial<Record<Service, Reply[] | (() => Reply)>>;
}

/** What can be seen of a run from outside, without what differs from run to run. */
export interface Outcome {
  answer: unknown;
  wire: SeenRequest[];
  log: unknown[];
}

type SeenRequest = Omit<WireRequest, 'body' | 'receivedAt'> & { body: string };

const endpointVariables: Record<Service, string> = {
  bedrock: 'AWS_ENDPOINT_URL_BEDROCK_RUNTIME',
  s3: 'AWS_ENDPOINT_URL_S3',
  lambda: 'AWS_ENDPOINT_URL_LAMBDA',
};

interface Started {
  environment: LambdaEnvironment;
  signer: Signer;
}

export interface BundleVariant {
  /** @returns what could be seen each time that the event was sent */
  run(scenario: Scenario): Promise<Outcome[]>;
  close(): Promise<void>;
}

/** A set of bundles with stand-ins of its own, and proxies in front of them. @param bundles the folder of each */
export async function startVariant(bundles: Record<FunctionName, string>): Promise<BundleVariant> {
  // The same for each variant: what they send is compared.
  const stack: LocalStack = await startLocalStack({ AWS_ACCESS_KEY_ID: 'local' });
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
        return typeof planned === 'function' ? planned() : planned?.[number - 1];
      });
      return { proxy, variable: endpointVariables[service] };
    }),
  );
  const endpoints = Object.fromEntries(proxies.map(({ proxy, variable }) => [variable, proxy.url]));
  const environments = new Map<string, Started>();
  let logged = '';

  const environmentOf = async (fn: FunctionName, env: Scenario['env'] = {}): Promise<Started> => {
    // A variable that is removed counts too.
    const id = JSON.stringify([fn, Object.entries(env)]);
    const present = environments.get(id);
    if (present !== undefined && !present.environment.ended) return present;
    const variables = { ...(await stack.deployments[fn].environment()), ...endpoints, ...env };
    const environment = await startEnvironment({
      bundlePath: await markEnds(bundles[fn], fn),
      memorySizeMb: 256,
      timeoutMs: 60_000,
      env: Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined)) as Record<
        string,
        string
      >,
      onLog: (text) => (logged += text),
    });
    const started = { environment, signer: signerOf(variables) };
    environments.set(id, started);
    return started;
  };

  const send = async (
    { environment, signer }: Started,
    event: unknown,
    planned: Scenario['replies'],
  ): Promise<Outcome> => {
    [wire, replies, logged] = [[], planned, ''];
    const answer = await environment
      .invoke(sentNow(event), 'lambda-request')
      .catch((error: Error) => String(error));
    // Standard output comes over another channel than the answer, and its lines one by one.
    while (!logged.includes(endOfRun) && !environment.ended) await sleep(5);
    return {
      answer: steady(answer),
      wire: wire.map((request) => seen(request, signer)),
      log: logged.replace(endOfRun, '').split('\n').flatMap(toOutcome),
    };
  };

  return {
    async run({ fn = 'post-blog', event, env, replies: planned = {}, shows }) {
      const started = await environmentOf(fn, env);
      const outcomes: Outcome[] = [];
      for (const _ of shows) outcomes.push(await send(started, event, planned));
      return outcomes;
    },
    async close() {
      await Promise.all([...environments.values()].map(({ environment }) => environment.end()));
      await Promise.all(proxies.map(({ proxy }) => proxy.close()));
      await stack.close();
    },
  };
}

/** The last line of a run. */
const endOfRun = '--- end of run ---\n';

/** Writes a module that runs the bundle's handler and marks the end of each run. @returns its path */
async function markEnds(folder: string, fn: FunctionName): Promise<string> {
  const path = join(folder, `${fn}.marked.mjs`);
  const code = `import { handler as run } from './${fn}.mjs';
export const handler = (event, context) =>
  run(event, context).finally(() => process.stdout.write(${JSON.stringify(endOfRun)}));
`;
  await writeFile(path, code);
  return path;
}

/** The event as API Gateway would hand it over now: its time is where the function's deadline begins. */
function sentNow(event: unknown): unknown {
  const { requestContext, ...rest } = event as { requestContext?: object };
  if (requestContext === undefined) return event;
  return { ...rest, requestContext: { ...requestContext, timeEpoch: Date.now() } };
}

/** The status of an answer and the requests that led to it, as a scenario's `shows` gives them. */
export function shown({ answer, wire }: Outcome): string {
  const { statusCode, status } = (answer ?? {}) as { statusCode?: number; status?: string };
  return [statusCode ?? status ?? answer, ...wire.map(({ service, method }) => `${service}:${method}`)].join(
    ' ',
  );
}

/** Without the times, nonces and request ids of a run. */
function steady<T>(value: T): T {
  const text = JSON.stringify(value)
    ?.replace(/\d{8}T\d{9}Z/g, '<time>')
    .replace(/\b1[78]\d{11}\b/g, '<ms>')
    .replace(/\b\d+ ms\b/g, '<n> ms')
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

/** A request without what is new in each: its checksums and its signature are computed here, from what came. */
function seen(request: WireRequest, signer: Signer): SeenRequest {
  const { service, method, path, headers, body, receivedAt } = request;
  const { date: _, ...kept } = headers;
  const signature = isSignedRightly(request, signer) ? 'right' : 'wrong';
  const shownHeaders = Object.entries(kept).map(([name, value]) => {
    if (checksums[name] !== undefined) return [name, value === checksums[name](body) ? 'right' : value];
    if (name === 'content-length') return [name, Number(value) === body.length ? 'right' : value];
    if (name === 'amz-sdk-request') return [name, value.replace(/ttl=\w+/, 'ttl=<time>')];
    if (name === 'x-amz-date') return [name, hoursOff(amzDate(headers), receivedAt)];
    return [
      name,
      value.replace(/Signature=[0-9a-f]+$/, `Signature=${signature}`).replace(/\/\d{8}\//, '/<day>/'),
    ];
  });
  return steady({
    service,
    method,
    path,
    headers: Object.fromEntries(shownHeaders),
    body: body.toString('utf8'),
  });
}

/** How far the clock is off by which a request was signed. */
function hoursOff(signedAt: Date, receivedAt: number): string {
  return `<now> + ${Math.round((signedAt.getTime() - receivedAt) / 3_600_000) + 0} h`;
}

/** What a line of the log says about the outcome of the run, without its times. */
function toOutcome(line: string): unknown[] {
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
