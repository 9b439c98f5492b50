import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { type LoopbackServer, listenOnLoopback } from './loopback-server.ts';

/**
 * A simulated fault, for tests. `hang` never answers, `reset` closes the connection at once, and `lost-answer`
 * closes it after the work is done.
 */
export type ConnectionFault = { readonly kind: 'reset' | 'hang' | 'lost-answer' };

/** New credentials for each run, because every user of the machine can reach the stand-ins' ports. */
export function newRunCredentials(): { AWS_ACCESS_KEY_ID: string; AWS_SECRET_ACCESS_KEY: string } {
  return { AWS_ACCESS_KEY_ID: `LOCAL${randomBytes(20).toString('hex')}`, AWS_SECRET_ACCESS_KEY: 'local' };
}

/** An error of an AWS API, with AWS's name, such as `ThrottlingException`, and HTTP status. */
export class ServiceError extends Error {
  override readonly name: string;
  readonly status: number;

  constructor(name: string, status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = name;
    this.status = status;
  }
}

export interface StandInOptions<Call, Fault> {
  /**
   * Whether a request is served, by its access key; undefined if the request is not signed.
   *
   * @default every request is served
   */
  readonly accepts?: (accessKeyId: string | undefined) => boolean;
  /** Called once per call, before anything is done. @default no faults */
  readonly faults?: (call: Call) => Fault | undefined;
  /** Called once per call, before `faults`. */
  readonly onRequest?: (call: Call) => void;
}

export interface StandInAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

/** An AWS API as its stand-in serves it. What `read` and `work` throw becomes an answer by `refuse`. */
export interface StandInApi<Call, Fault> {
  /** AWS's name of the service: `S3`. */
  readonly service: string;
  /** AWS's names of the errors for an unknown access key and for an internal failure. */
  readonly errorNames: { readonly unknownKey: string; readonly internal: string };
  /** The response header with the request's id. */
  readonly requestIdHeader: string;
  read(message: IncomingMessage, body: Buffer, requestId: string): Call;
  /** @param gone aborts when the client hangs up */
  work(call: Call, fault: Fault | undefined, gone: AbortSignal): Promise<StandInAnswer>;
  refuse(error: ServiceError, requestId: string): StandInAnswer;
}

/** The common part of AWS's JSON APIs. */
export const jsonApi = {
  requestIdHeader: 'x-amzn-requestid',
  refuse: ({ name, status, message }) =>
    answerJson(status, JSON.stringify({ message }), {
      'x-amzn-errortype': `${name}:http://internal.amazon.com/coral/com.amazon.coral.service/`,
    }),
} as const satisfies Partial<StandInApi<unknown, unknown>>;

export function answerJson(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): StandInAnswer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body };
}

/**
 * Serves an AWS API over HTTP/1.1 on any free port of 127.0.0.1 for unmodified SDK clients. Only the access key of a
 * signature is checked.
 */
export function listenAsStandIn<Call, Fault extends { readonly kind: string }>(
  api: StandInApi<Call, Fault>,
  options: StandInOptions<Call, Fault>,
): Promise<LoopbackServer> {
  return listenOnLoopback((message, response) => serve(api, options, message, response));
}

async function serve<Call, Fault extends { readonly kind: string }>(
  api: StandInApi<Call, Fault>,
  { accepts, faults, onRequest }: StandInOptions<Call, Fault>,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { service, errorNames } = api;
  const requestId = randomUUID();
  response.setHeader(api.requestIdHeader, requestId);
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  let answer: StandInAnswer;
  try {
    if (accepts?.(accessKeyIdOf(message.headers)) === false) {
      throw new ServiceError(errorNames.unknownKey, 403, 'The access key is not one of this run.');
    }
    const call = api.read(message, await buffer(message), requestId);
    onRequest?.(call);
    const fault = faults?.(call);
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'reset') {
      message.socket.resetAndDestroy();
      return;
    }
    answer = await api.work(call, fault, gone.signal);
    if (fault?.kind === 'lost-answer') {
      message.socket.destroy();
      return;
    }
  } catch (error) {
    // Such as a full disk or a missing permission: the message is for the developer.
    const unexpected = `The local stand-in for ${service} failed: ${String(error)}`;
    const known =
      error instanceof ServiceError ? error : new ServiceError(errorNames.internal, 500, unexpected);
    answer = api.refuse(known, requestId);
  }
  response.writeHead(answer.status, answer.headers).end(answer.body);
}

function accessKeyIdOf({ authorization = '' }: IncomingHttpHeaders): string | undefined {
  return /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\//.exec(authorization)?.[1];
}
