import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { type AcceptsKey, accessKeyIdOf } from '../access-key.ts';
import { type LoopbackServer, listenOnLoopback } from '../loopback-server.ts';
import { BodyTooLargeError, readBody } from '../request-body.ts';
import { S3Error, s3Error } from './s3-errors.ts';
import { S3ObjectStore } from './s3-object-store.ts';
import { operate, type S3Answer } from './s3-operations.ts';
import { parseS3Request, type S3Request } from './s3-request.ts';
import { renderError } from './s3-xml.ts';

/** What goes wrong with a request: `lost-answer` does the work, then cuts the connection instead of answering. */
export type S3Fault =
  | { readonly kind: 'error'; readonly status: number; readonly code: string }
  | { readonly kind: 'reset' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'lost-answer' };

export interface S3StandInOptions {
  /** The folder that holds a folder for each bucket. Created where it is missing. */
  readonly root: string;
  /** The buckets there are; any other is NoSuchBucket. */
  readonly buckets: readonly string[];
  /** Whose requests are served. @default everybody's */
  readonly accepts?: AcceptsKey;
  /**
   * Called once a request, its body received, before anything is done with it.
   *
   * @default nothing goes wrong
   */
  readonly faults?: (request: S3Request) => S3Fault | undefined;
  /** Called once a request, before `faults`. @default nobody is told */
  readonly onRequest?: (request: S3Request) => void;
}

export interface S3StandIn {
  /** @param port default 0: any free port. @throws Error `EADDRINUSE`, or the file system's where `root` cannot be made */
  listen(port?: number): Promise<LoopbackServer>;
}

// S3's own limit is 5 GB; a body is held in memory here.
const maxBodyBytes = 64 * 1_024 * 1_024;
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/**
 * A stand-in for Amazon S3: the part of its REST API that the service uses, path style, over plain HTTP on
 * 127.0.0.1, for an unmodified SDK client. Objects are plain files `<root>/<bucket>/<key>` and outlive it.
 * Of a signature only the access key is looked at. Anything it does not know answers 501.
 *
 * @example
 * const s3 = await createS3StandIn({ root: 'local-data', buckets: ['blogs'] }).listen();
 * process.env.AWS_ENDPOINT_URL_S3 = s3.url;
 *
 * @throws Error where a bucket's name is not one that S3 allows
 */
export function createS3StandIn(options: S3StandInOptions): S3StandIn {
  const wrong = options.buckets.find((bucket) => !bucketName.test(bucket));
  if (wrong !== undefined)
    throw new Error(`"${wrong}" cannot be a bucket's name: 3 to 63 of a-z, 0-9, "." and "-"`);
  const store = new S3ObjectStore(options.root);
  return {
    async listen(port = 0) {
      for (const bucket of options.buckets) await mkdir(path.join(options.root, bucket), { recursive: true });
      return listenOnLoopback((request, response) => serve(options, store, request, response), port);
    },
  };
}

async function serve(
  options: S3StandInOptions,
  store: S3ObjectStore,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = randomBytes(8).toString('hex').toUpperCase();
  response.setHeader('x-amz-request-id', requestId);
  try {
    const body = await readBody(message, maxBodyBytes);
    const request = parseS3Request(message.method ?? '', message.url ?? '', message.headers);
    if (options.accepts?.(accessKeyIdOf(message.headers)) === false) throw s3Error('InvalidAccessKeyId');
    options.onRequest?.(request);
    const fault = options.faults?.(request);
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'reset') {
      message.socket.resetAndDestroy();
      return;
    }
    if (fault?.kind === 'error')
      throw new S3Error(fault.code, fault.status, `A fault was asked for: ${fault.code}`);
    if (!options.buckets.includes(request.bucket) && request.bucket !== '') {
      throw s3Error('NoSuchBucket', { details: { BucketName: request.bucket } });
    }
    const answer = await operate(store, request, body);
    if (fault?.kind === 'lost-answer') message.socket.destroy();
    else send(response, answer);
  } catch (error) {
    if (message.destroyed && !message.complete) return;
    if (error instanceof BodyTooLargeError) response.setHeader('connection', 'close');
    const refusal = asS3Error(error);
    const body = renderError(refusal, requestId);
    send(response, { status: refusal.status, headers: { 'content-type': 'application/xml' }, body });
  }
}

function asS3Error(error: unknown): S3Error {
  if (error instanceof S3Error) return error;
  if (error instanceof BodyTooLargeError) return s3Error('EntityTooLarge');
  // A full disk or a missing permission: the person at the laptop has to read what it was.
  return s3Error('InternalError', { message: `The local stand-in for S3 failed: ${String(error)}` });
}

function send(response: ServerResponse, answer: S3Answer): void {
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  // To a HEAD Node sends the headers and leaves the body out.
  response.end(answer.body);
}
