import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, vi } from 'vitest';
import type { FunctionName } from '../../lambda/core/config/variable.ts';
import type { BedrockCall, BedrockFaultPlan } from '../../lib/local/bedrock/bedrock-stand-in.ts';
import type { LambdaInvokeCall, LambdaInvokeFault } from '../../lib/local/lambda/lambda-invoke-stand-in.ts';
import { type LocalService, startLocalService } from '../../lib/local/local-service.ts';
import { serveWriter } from '../../lib/local/models/model-source.ts';
import { createStandInWriter } from '../../lib/local/models/stand-in-writer.ts';
import type { S3Fault, S3Request } from '../../lib/local/s3/s3-stand-in.ts';
import { readSettings } from '../../lib/settings/settings.ts';
import { assertDocumented } from '../docs/documented-answer.ts';

/** A JSON answer of any kind, success or problem; what a test reads of it, it also asserts. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is what the tests check
type Json = any;

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The body where it is JSON. */
  body: Json;
}

/** The whole service over real HTTP, with faults that a test turns on and calls it counts at the wire. */
export interface LocalStack {
  url: string;
  dataDir: string;
  bucketDir: string;
  deployments: LocalService['deployments'];
  /** What goes wrong from now on; set back to `{}` by `reset`. */
  faults: {
    /** @param call numbered from 1 since the last `reset` */
    model?: (call: BedrockCall & { readonly callNumber: number }) => BedrockFaultPlan | undefined;
    s3?: (request: S3Request) => S3Fault | undefined;
    invoke?: (call: LambdaInvokeCall) => LambdaInvokeFault | undefined;
  };
  modelCalls: BedrockCall[];
  s3Requests: S3Request[];
  invocations: LambdaInvokeCall[];
  /** What the functions logged. */
  log: () => string;
  reset(): void;
  post(body: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** @param path as it goes over the wire: `..` and percent-encoding are left as they are */
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** The first answer of a post's own address that is not "still being written". */
  outcome(path: string): Promise<Answer>;
  /** Names and texts of the saved posts. */
  posts(): Promise<Map<string, string>>;
  /** The records of one kind by name, without `.json`. */
  records(kind: 'jobs' | 'keys'): Promise<Map<string, Json>>;
  close(): Promise<void>;
}

/** How long a post may take that a test waits for. */
const outcomeLimitMs = 30_000;

/** A stack of this test file: there from `beforeAll` on, reset before each test, closed at the end. */
export function useLocalStack(...variables: Parameters<typeof startLocalStack>): LocalStack {
  const stack = {} as LocalStack;
  beforeAll(async () => {
    Object.assign(stack, await startLocalStack(...variables));
  });
  beforeEach(() => stack.reset());
  afterAll(() => stack.close());
  return stack;
}

/**
 * @param environment variables of all functions that differ from the deployed ones
 * @param ofFunction more of them, by function
 */
export async function startLocalStack(
  environment: Record<string, string> = {},
  ofFunction: Partial<Record<FunctionName, Record<string, string>>> = {},
): Promise<LocalStack> {
  const dataDir = await mkdtemp(join(tmpdir(), 'blog-writer-'));
  const faults: LocalStack['faults'] = {};
  const modelCalls: BedrockCall[] = [];
  const s3Requests: S3Request[] = [];
  const invocations: LambdaInvokeCall[] = [];
  let logged = '';
  const service = await startLocalService({
    // Every request would write to the one record of the day, and faults of S3 would meet it first.
    settings: readSettings({ dailyTokenBudget: 'off' }),
    model: await serveWriter({
      writer: createStandInWriter(),
      // Functions of tests come with credentials of their own.
      accepts: () => true,
      faults: (call) => faults.model?.({ ...call, callNumber: modelCalls.length }),
      onRequest: (call) => modelCalls.push(call),
    }),
    dataDir,
    s3: {
      faults: (request) => faults.s3?.(request),
      onRequest: (request) => s3Requests.push(request),
    },
    lambda: {
      faults: (call) => faults.invoke?.(call),
      onRequest: (call) => invocations.push(call),
      retryDelaysMs: [50, 100],
    },
    onLog: (text) => (logged += text),
    // No test waits for a back-off.
    environment: (name) => ({ MODEL_BACKOFF_MS: '1', ...environment, ...ofFunction[name] }),
  });
  const get = async (path: string, headers: Record<string, string> = {}) =>
    documented('get', '/blog/{blog_id}', await getAsItIs(service.url, path, headers));
  return {
    faults,
    modelCalls,
    s3Requests,
    invocations,
    url: service.url,
    dataDir,
    bucketDir: service.bucketDir,
    deployments: service.deployments,
    log: () => logged,
    reset() {
      for (const fault of ['model', 's3', 'invoke'] as const) delete faults[fault];
      for (const calls of [modelCalls, s3Requests, invocations]) calls.length = 0;
      logged = '';
    },
    post: (body, headers) => postBlog(service.url, body, headers),
    get,
    async outcome(path) {
      const written = async () => {
        const answer = await get(path);
        return answer.status !== 202 && answer;
      };
      return vi.waitUntil(written, { timeout: outcomeLimitMs });
    },
    posts: () => filesOf(join(service.bucketDir, 'blog_output')),
    async records(kind) {
      const files = await filesOf(join(service.bucketDir, 'blog_requests', kind));
      return new Map([...files].map(([name, text]) => [name.replace(/\.json$/, ''), JSON.parse(text)]));
    },
    async close() {
      await service.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** @param headers default: those of JSON */
async function postBlog(
  url: string,
  body: unknown,
  headers: Record<string, string> = { 'content-type': 'application/json' },
): Promise<Answer> {
  const response = await fetch(`${url}/blog`, {
    method: 'POST',
    headers,
    body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
  });
  return documented('post', '/blog', readAnswer(response.status, response.headers, await response.text()));
}

/** `fetch` would take `..` and `%2e%2e` out of a path. */
function getAsItIs(url: string, path: string, headers: Record<string, string>): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers }, async (response) => {
      let text = '';
      for await (const part of response.setEncoding('utf8')) text += part;
      resolve(
        readAnswer(
          response.statusCode ?? 0,
          new Headers(
            Object.entries(response.headersDistinct).flatMap(([name, values]) =>
              (values ?? []).map((value) => [name, value] as [string, string]),
            ),
          ),
          text,
        ),
      );
    })
      .on('error', reject)
      .end();
  });
}

/** The answer, which is as docs/openapi.yaml says: so for every answer of every end-to-end test. */
function documented(method: 'get' | 'post', path: string, answer: Answer): Answer {
  assertDocumented(method, path, answer);
  return answer;
}

function readAnswer(status: number, headers: Headers, text: string): Answer {
  const isJson = /^application\/(?:problem\+)?json/.test(headers.get('content-type') ?? '');
  return { status, headers, text, body: isJson ? JSON.parse(text) : undefined };
}

async function filesOf(folder: string): Promise<Map<string, string>> {
  const names = await readdir(folder).catch(() => []);
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)),
  );
}
