import { request as send } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { type LoopbackServer, listenOnLoopback } from '../../lib/local/loopback-server.ts';

export type Service = 'bedrock' | 's3' | 'lambda';

/** A request as it went over the wire. */
export interface WireRequest {
  service: Service;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer;
  /** Milliseconds since 1970. */
  receivedAt: number;
}

/** What is answered in the service's place; with `lost-answer` the service does its work before the connection is cut. */
export type Reply =
  | 'lost-answer'
  | {
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: string | Buffer;
      /** Whether the connection is cut after the body, of which `content-length` may promise more. */
      readonly cutOff?: boolean;
    };

/** Stands in front of a service and sees every request. @param onRequest may answer in its place */
export function startRecordingProxy(
  service: Service,
  target: string,
  onRequest: (request: WireRequest) => Reply | undefined,
): Promise<LoopbackServer> {
  return listenOnLoopback(async (message, response) => {
    const body = await buffer(message);
    const headers = message.headers as Record<string, string>;
    const { method = '', url: path = '' } = message;
    const reply = onRequest({ service, method, path, headers, body, receivedAt: Date.now() });
    if (typeof reply === 'object') {
      response.writeHead(reply.status, reply.headers);
      if (reply.cutOff) response.write(reply.body ?? '', () => message.socket.destroy());
      else response.end(reply.body);
      return;
    }
    const answer = await forward(`${target}${path}`, method, headers, body);
    if (reply === 'lost-answer') {
      message.socket.destroy();
      return;
    }
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
}

async function forward(url: string, method: string, headers: Record<string, string>, body: Buffer) {
  return new Promise<{ status: number; headers: Record<string, string>; body: Buffer }>((resolve, reject) => {
    send(url, { method, headers, agent: false }, async (answer) => {
      const { connection: _, ...kept } = answer.headers as Record<string, string>;
      resolve({ status: answer.statusCode ?? 0, headers: kept, body: await buffer(answer) });
    })
      .on('error', reject)
      .end(body);
  });
}
