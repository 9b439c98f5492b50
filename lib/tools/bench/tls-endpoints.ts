import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { generate } from 'selfsigned';
import type { BudgetRecord } from '../../../lambda/core/budget/budget-record.ts';
import { keepAliveTimeoutMs, type LoopbackServer, listen } from '../../local/loopback-server.ts';

/** A certificate for 127.0.0.1 that is its own authority, valid for a day, and its key, both PEM. */
export async function makeCertificate() {
  const { cert, private: key } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + 86_400_000),
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  });
  return { cert, key };
}
type Certificate = Awaited<ReturnType<typeof makeCertificate>>;

/** The generated post: as long as one of 200 words. */
const generation =
  ` ${'A sentence of the post that stands in for what a model writes. '.repeat(20)}`.trimEnd();

interface Traffic {
  /** Connections that were opened. */
  readonly connections: number;
  /** Correct requests: a prompt to the model, the whole post to the bucket. */
  readonly requests: number;
  /** Requests of the daily budget for records. */
  readonly records: number;
}

export interface Endpoint extends LoopbackServer {
  /** The traffic since the last call. */
  takeTraffic(): Traffic;
}

/** Bedrock over TLS: answers at once, so that only the caller's own work is measured. */
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

/** The budget's record of a day with earlier posts. */
const begunDay: { etag: string; body: string } = {
  etag: '"begun"',
  body: JSON.stringify({ v: 1, spent: 1_000, open: {}, nonce: 'begun' } satisfies BudgetRecord),
};

/**
 * S3 over TLS, as far as posts and the budget need it: posts are not stored, the day's record is read and written
 * conditionally until `takeTraffic`, which starts another day.
 */
export async function startBucketEndpoint(certificate: Certificate): Promise<Endpoint> {
  let day = begunDay;
  const endpoint = await startEndpoint(certificate, (request, body, response) => {
    const { method, url = '' } = request;
    const respond = (status: number, etag = '', text = ''): void => {
      response.writeHead(status, {
        ...(etag !== '' && { etag }),
        'x-amz-request-id': 'bench',
        'content-length': Buffer.byteLength(text),
      });
      response.end(text);
    };
    const path = url.split('?')[0] ?? '';
    if (path.startsWith('/posts/blog_output/')) {
      respond(200, '"post"');
      return method === 'PUT' && body.trim() === generation.trim();
    }
    if (method !== 'PUT') {
      respond(200, day.etag, day.body);
    } else if (request.headers['if-match'] !== day.etag) {
      respond(412, '', '<Error><Code>PreconditionFailed</Code></Error>');
    } else {
      day = { etag: `"${randomUUID()}"`, body };
      respond(200, day.etag);
    }
    return 'record';
  });
  return {
    ...endpoint,
    takeTraffic() {
      day = begunDay;
      return endpoint.takeTraffic();
    },
  };
}

/** @param answer answers the request; returns whether it was correct, or `record` */
async function startEndpoint(
  certificate: Certificate,
  answer: (request: IncomingMessage, body: string, response: ServerResponse) => boolean | 'record',
): Promise<Endpoint> {
  let traffic = { connections: 0, requests: 0, records: 0 };
  const server = createServer(
    { ...certificate, keepAliveTimeout: keepAliveTimeoutMs },
    (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const right = answer(request, Buffer.concat(parts).toString('utf8'), response);
        if (right === 'record') traffic.records += 1;
        else if (right) traffic.requests += 1;
      });
    },
  );
  server.on('secureConnection', () => (traffic.connections += 1));
  return {
    ...(await listen(server)),
    takeTraffic() {
      const last = traffic;
      traffic = { connections: 0, requests: 0, records: 0 };
      return last;
    },
  };
}
