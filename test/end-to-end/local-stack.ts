import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BedrockCall, BedrockFaultPlan } from '../../lib/local/bedrock-stand-in.ts';
import { startLocalService } from '../../lib/local/local-service.ts';
import { serveWriter } from '../../lib/local/model-source.ts';
import type { S3Request } from '../../lib/local/s3-request.ts';
import type { S3Fault } from '../../lib/local/s3-stand-in.ts';
import { createStandInWriter } from '../../lib/local/stand-in-writer.ts';
import { readSettings } from '../../lib/settings.ts';

/** A JSON answer of any kind, success or problem; what a test reads of it, it also asserts. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is what the tests check
type Answer = any;

/** The whole service over real HTTP, with faults that a test turns on and calls it counts at the wire. */
export interface LocalStack {
  url: string;
  bucketDir: string;
  /** What goes wrong from now on; set back to `{}` by `reset`. */
  faults: {
    model?: (call: BedrockCall) => BedrockFaultPlan | undefined;
    s3?: (request: S3Request) => S3Fault | undefined;
  };
  modelCalls: BedrockCall[];
  s3Requests: S3Request[];
  /** What the functions logged. */
  log: () => string;
  reset(): void;
  post(
    body: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; headers: Headers; body: Answer }>;
  /** Names and texts of the saved posts. */
  posts(): Promise<Map<string, string>>;
  close(): Promise<void>;
}

/** @param environment variables of the functions that differ from the deployed ones */
export async function startLocalStack(environment: Record<string, string> = {}): Promise<LocalStack> {
  const dataDir = await mkdtemp(join(tmpdir(), 'blog-writer-'));
  const stack: Pick<LocalStack, 'faults' | 'modelCalls' | 's3Requests'> = {
    faults: {},
    modelCalls: [],
    s3Requests: [],
  };
  let logged = '';
  const service = await startLocalService({
    settings: readSettings({}),
    model: await serveWriter({
      writer: createStandInWriter(),
      faults: (call) => stack.faults.model?.({ ...call, callNumber: stack.modelCalls.length }),
      onRequest: (call) => stack.modelCalls.push(call),
    }),
    dataDir,
    s3: {
      faults: (request) => stack.faults.s3?.(request),
      onRequest: (request) => stack.s3Requests.push(request),
    },
    onLog: (text) => (logged += text),
    // No test waits for a back-off.
    environment: { MODEL_BACKOFF_MS: '1', ...environment },
  });
  return Object.assign(stack, {
    url: service.url,
    bucketDir: service.bucketDir,
    log: () => logged,
    reset() {
      Object.assign(stack, { faults: {}, modelCalls: [], s3Requests: [] });
      logged = '';
    },
    async post(body: unknown, headers: Record<string, string> = { 'content-type': 'application/json' }) {
      const response = await fetch(`${service.url}/blog`, {
        method: 'POST',
        headers,
        body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
      });
      return { status: response.status, headers: response.headers, body: (await response.json()) as Answer };
    },
    async posts() {
      const folder = join(service.bucketDir, 'blog_output');
      const names = await readdir(folder).catch(() => []);
      return new Map(
        await Promise.all(
          names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const),
        ),
      );
    },
    async close() {
      await service.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  });
}
