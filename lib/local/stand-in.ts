import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { type LoopbackServer, listenOnLoopback } from './loopback-server.ts';
import { BodyTooLargeError, readBody } from './request-body.ts';

/**
 * What goes wrong with a call, for tests. `hang` never answers, `reset` cuts the connection at once, and `lost-answer`
 * cuts it after the work is done.
 */
export type ConnectionFault = { readonly kind: 'reset' | 'hang' | 'lost-answer' };

/** Whether a request is served, by its access key; undefined if the request is not signed. */
export type AcceptsKey = (accessKeyId: string | undefined) => boolean;

/** Credentials of this run alone, because every user of the machine can reach the stand-ins' ports. */
export function newRunCredentials(): { AWS_ACCESS_KEY_ID: string; AWS_SECRET_ACCESS_KEY: string } {
  return { AWS_ACCESS_KEY_ID: `LOCAL${randomBytes(20).toString('hex')}`, AWS_SECRET_ACCESS_KEY: 'local' };
}

export interface StandInOptions<Call, Fault> {
  /** @default every request is served */
  readonly accepts?: AcceptsKey;
  /** Called once per call, before anything is done. @default nothing goes wrong */
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
  readonly maxBodyBytes: number;
  /** The response header with the request's id. */
  readonly requestIdHeader: string;
  /** The error for an access key that is not accepted. */
  unknownKey(): Error;
  read(message: IncomingMessage, body: Buffer, requestId: string): Call;
  /** @param gone aborts when the client hangs up */
  work(call: Call, fault: Fault | undefined, gone: AbortSignal): Promise<StandInAnswer>;
  /** @param error thrown by this API, a BodyTooLargeError, or unexpected */
  refuse(error: unknown, requestId: string): StandInAnswer;
}

/**
 * Serves an AWS API over HTTP/1.1 on 127.0.0.1 for an unmodified SDK client. Of a signature only the access key is
 * checked.
 *
 * @param port default 0: any free port
 * @throws Error with `code: 'EADDRINUSE'` if the port is in use
 */
export function listenAsStandIn<Call, Fault extends { readonly kind: string }>(
  api: StandInApi<Call, Fault>,
  options: StandInOptions<Call, Fault>,
  port = 0,
): Promise<LoopbackServer> {
  return listenOnLoopback((message, response) => serve(api, options, message, response), port);
}

async function serve<Call, Fault extends { readonly kind: string }>(
  api: StandInApi<Call, Fault>,
  { accepts, faults, onRequest }: StandInOptions<Call, Fault>,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = randomUUID();
  response.setHeader(api.requestIdHeader, requestId);
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    if (accepts?.(accessKeyIdOf(message.headers)) === false) throw api.unknownKey();
    const call = api.read(message, await readBody(message, api.maxBodyBytes), requestId);
    onRequest?.(call);
    const fault = faults?.(call);
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'reset') {
      message.socket.resetAndDestroy();
      return;
    }
    const answer = await api.work(call, fault, gone.signal);
    if (fault?.kind === 'lost-answer') message.socket.destroy();
    else send(response, answer);
  } catch (error) {
    if (response.destroyed) return;
    // The rest of the body is not read.
    if (error instanceof BodyTooLargeError) response.setHeader('connection', 'close');
    send(response, api.refuse(error, requestId));
  }
}

/** The access key of a Signature Version 4. */
function accessKeyIdOf({ authorization = '' }: IncomingHttpHeaders): string | undefined {
  return /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\//.exec(authorization)?.[1];
}

function send(response: ServerResponse, { status, headers, body }: StandInAnswer): void {
  response.writeHead(status, headers).end(body);
}
