import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from './certificate.ts';

/** The post that the model "writes": as long as a post of 200 words is. */
export const generation =
  ` ${'A sentence of the post that stands in for what a model writes. '.repeat(20)}`.trimEnd();

/** What has reached an endpoint since it was last asked. */
export interface Traffic {
  /** Connections that were opened. */
  readonly connections: number;
  /** Requests that were what they should be: a prompt to the model, the whole post to the bucket. */
  readonly requests: number;
}

export interface Endpoint {
  /** `https://127.0.0.1:<port>` */
  readonly url: string;
  /** The traffic since the last call. */
  takeTraffic(): Traffic;
  close(): Promise<void>;
}

/** Bedrock over TLS, as far as its answer goes: answers at once, so that only the caller's own work shows. */
export function startModelEndpoint(certificate: Certificate): Promise<Endpoint> {
  const answer = JSON.stringify({
    generation,
    prompt_token_count: 31,
    generation_token_count: 260,
    stop_reason: 'stop',
  });
  return startEndpoint(certificate, (request, body, response) => {
    response.writeHead(200, {
      'content-type': 'application/json',
      'x-amzn-requestid': 'bench',
      'content-length': Buffer.byteLength(answer),
    });
    response.end(answer);
    return request.method === 'POST' && body.includes('"prompt":"<s>[INST]');
  });
}

/** S3 over TLS, as far as a `PutObject` goes. Nothing is kept. */
export function startBucketEndpoint(certificate: Certificate): Promise<Endpoint> {
  return startEndpoint(certificate, (request, body, response) => {
    response.writeHead(200, {
      etag: '"d41d8cd98f00b204e9800998ecf8427e"',
      'x-amz-request-id': 'bench',
      'content-length': 0,
    });
    response.end();
    return request.method === 'PUT' && body.trim() === generation.trim();
  });
}

/** @param answer answers the request; says whether it was what it should be */
async function startEndpoint(
  certificate: Certificate,
  answer: (request: IncomingMessage, body: string, response: ServerResponse) => boolean,
): Promise<Endpoint> {
  let traffic = { connections: 0, requests: 0 };
  const server: Server = createServer({ ...certificate, keepAliveTimeout: 120_000 }, (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (answer(request, Buffer.concat(parts).toString('utf8'), response)) traffic.requests += 1;
    });
  });
  server.on('secureConnection', () => (traffic.connections += 1));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    takeTraffic() {
      const taken = traffic;
      traffic = { connections: 0, requests: 0 };
      return taken;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
