import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a service answers: status, headers and body, which is sent as JSON unless it is a text. */
export interface FakeAnswer {
  status: number;
  headers: Record<string, string>;
  body: Record<string, unknown> | string;
}

export interface FakeRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: Record<string, unknown>;
}

/** A service that keeps the contract where nothing is changed in its answers. */
export interface FakeService {
  base: string;
  requests: FakeRequest[];
  /** Changes an answer before it is sent; `promises` is how often a promised post is still being written. */
  change: (request: FakeRequest, answer: FakeAnswer) => FakeAnswer;
  promises: number;
  close(): Promise<void>;
}

const bucket = 'a-bucket';

const problem = (status: number, changes: Record<string, unknown> = {}): FakeAnswer => ({
  status,
  headers: { 'content-type': 'application/problem+json' },
  body: { type: 'urn:x', title: 'No', status, detail: 'No.', request_id: 'r1', ...changes },
});

const place = (id: string) => ({ blog_id: id, s3_bucket: bucket, s3_key: `blog_output/${id}.txt` });

const promise = (id: string): FakeAnswer => ({
  status: 202,
  headers: { 'content-type': 'application/json', location: `/blog/${id}`, 'retry-after': '7' },
  body: { statusCode: 202, body: 'Blog Generation is Accepted!', ...place(id) },
});

const post = (id: string, topic: string): FakeAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json', location: `/blog/${id}` },
  body: {
    statusCode: 200,
    body: 'Blog Generation is Completed!',
    ...place(id),
    blog_topic: topic,
    generated_blog: 'A post.',
    word_count: 2,
    stop_reason: 'stop',
    truncated: false,
    model_id: 'us.meta.llama3-1-8b-instruct-v1:0',
    model_calls: 1,
    prompt_token_count: 31,
    generation_token_count: 3,
  },
});

/** Starts one on a free port. */
export async function startFakeService(): Promise<FakeService> {
  const topics = new Map<string, string>();
  const idByKey = new Map<string, string>();
  const answer = ({ method, path, headers, body }: FakeRequest): FakeAnswer => {
    if (method === 'GET') return read(path, headers.accept);
    const topic = body.blog_topic;
    if (typeof topic !== 'string') {
      const fields = ['blog_topic', 'word_count', 'colour'];
      return problem(400, { errors: fields.map((field) => ({ field, message: 'is wrong' })) });
    }
    const key = String(headers['idempotency-key'] ?? topics.size);
    const id = idByKey.get(key) ?? `20261122T16052712${topics.size}Z_Topic`;
    idByKey.set(key, id);
    topics.set(id, topic);
    if (headers.prefer !== 'respond-async') return post(id, topic);
    const promised = promise(id);
    return { ...promised, headers: { ...promised.headers, 'preference-applied': 'respond-async' } };
  };
  const read = (path: string, accept = ''): FakeAnswer => {
    const id = path.replace('/blog/', '');
    const topic = topics.get(id);
    if (topic === undefined) return problem(404);
    if (topic.includes('promise') && service.promises-- > 0) return promise(id);
    if (accept !== 'text/plain') return post(id, topic);
    return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'A post.' };
  };
  const server: Server = createServer(async (incoming, response) => {
    let text = '';
    for await (const part of incoming.setEncoding('utf8')) text += part;
    const { method = '', url = '', headers } = incoming;
    const request = { method, path: url, headers, body: text === '' ? {} : JSON.parse(text) };
    service.requests.push(request);
    const { status, headers: sent, body } = service.change(request, answer(request));
    response.writeHead(status, sent).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const service: FakeService = {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    change: (_, given) => given,
    promises: 2,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return service;
}

/** Changes fields of a JSON body. */
export const withBody = (answer: FakeAnswer, changes: Record<string, unknown>): FakeAnswer => ({
  ...answer,
  body: { ...(answer.body as Record<string, unknown>), ...changes },
});
export const withHeaders = (answer: FakeAnswer, headers: Record<string, string>): FakeAnswer => ({
  ...answer,
  headers: { ...answer.headers, ...headers },
});
export const isAsync = ({ headers }: FakeRequest): boolean => headers.prefer === 'respond-async';
/** An order that is valid. */
export const isPost = ({ method, body }: FakeRequest): boolean => method === 'POST' && 'blog_topic' in body;
