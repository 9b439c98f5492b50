import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasPage, pageRoute } from '../../lambda/core/config/page.ts';
import type { FunctionName } from '../../lambda/core/config/variable.ts';
import { bundleFunctions } from '../bundle/bundle.ts';
import { CommandError } from '../command/command-error.ts';
import { type AnsweredRequest, startHttpApi } from './gateway/http-api.ts';
import {
  type LambdaInvokeStandInOptions,
  startLambdaInvokeStandIn,
} from './lambda/lambda-invoke-stand-in.ts';
import { failAbandonedJobs, keepFailedJob } from './lambda/unfinished-jobs.ts';
import {
  deployLocally,
  type LocalDeployment,
  type LocalSurroundings,
  workerFunctionName,
} from './local-deployment.ts';
import { watchWriting } from './models/writing-watch.ts';
import { createS3ObjectStore } from './s3/s3-object-store.ts';
import { type S3StandInOptions, startS3StandIn } from './s3/s3-stand-in.ts';

/** The default folder for files: git-ignored, and kept between runs. */
const defaultDataDir = fileURLToPath(new URL('../../local-data', import.meta.url));

const bucketName = 'blog-writer-local';

/** The service closes `model`. */
export interface LocalServiceOptions extends Pick<LocalSurroundings, 'settings' | 'model' | 'environment'> {
  /** Default 0: any free port of 127.0.0.1. */
  port?: number;
  /** The folder for the objects of S3 and the failed jobs. Default `local-data/` of the project. */
  dataDir?: string;
  /** Called with what the functions write to standard output and error, and with their failures. */
  onLog?: (text: string) => void;
  /** Called with each request once it is answered. */
  onAnswer?: (answered: AnsweredRequest) => void;
  /** Called for each job whose last try failed, once its file is written. */
  onFailedJob?: () => void;
  /** For tests: faults of S3. */
  s3?: Pick<S3StandInOptions, 'faults' | 'onRequest'>;
  /** For tests: faults of the worker's invocation. */
  lambda?: Pick<LambdaInvokeStandInOptions, 'faults' | 'onRequest' | 'retryDelaysMs'>;
}

export interface LocalService {
  /** `http://127.0.0.1:<port>` */
  url: string;
  /** The page to write on; absent if the settings turn it off. */
  pageUrl?: string;
  /** The folder in which `blog_output/…` appears. */
  bucketDir: string;
  /** How many posts the worker still has to write. */
  readonly pendingJobs: number;
  /** When each post that is being written was started, in milliseconds since 1970. */
  writingSince(): readonly number[];
  deployments: Readonly<Record<FunctionName, LocalDeployment>>;
  /** Ends everything at once, including jobs in progress. */
  close(): Promise<void>;
}

/**
 * The whole service on this machine: the deployed bundles under stand-ins for API Gateway, Lambda and S3, which
 * the unmodified SDK clients reach over HTTP.
 *
 * @throws CommandError if the port is in use; FunctionError if a function fails to start
 */
export async function startLocalService(options: LocalServiceOptions): Promise<LocalService> {
  const { settings, model, dataDir = defaultDataDir, port = 0 } = options;
  // What ends with the service is not logged.
  let closing = false;
  const onLog = (text: string): void => {
    if (!closing) options.onLog?.(text);
  };
  // Closed in the reverse order of their start, so that callers are closed before what they call.
  const started: { close(): Promise<void> }[] = [model];
  const keep = <T extends { close(): Promise<void> }>(server: T): T => {
    started.push(server);
    return server;
  };
  const close = async (): Promise<void> => {
    closing = true;
    for (let next = started.pop(); next !== undefined; next = started.pop()) await next.close();
  };
  try {
    const bundles = await bundleFunctions();
    const accessKeys = new Set<string | undefined>();
    const accepts = (accessKeyId: string | undefined): boolean => accessKeys.has(accessKeyId);
    const s3 = keep(await startS3StandIn({ root: dataDir, bucket: bucketName, accepts, ...options.s3 }));
    const onAccessKey = (id: string): void => void accessKeys.add(id);
    const surroundings = { ...options, bucketName, dataDir, bundles, onLog, onAccessKey };
    const deploy = (name: FunctionName, endpoints: Record<string, string> = {}): LocalDeployment =>
      deployLocally(name, surroundings, { AWS_ENDPOINT_URL_S3: s3.url, ...endpoints });
    const worker = deploy(workerFunctionName);
    let keeping = Promise.resolve();
    const lambda = await startLambdaInvokeStandIn({
      functionName: workerFunctionName,
      fn: worker.fn,
      onFailure(record) {
        keeping = keeping
          .then(() => keepFailedJob(record, dataDir, onLog))
          .then(() => options.onFailedJob?.());
      },
      accepts,
      ...options.lambda,
    });
    keep({
      async close() {
        await lambda.close();
        await worker.fn.close();
        await keeping;
        const payloads = lambda.pending().map(({ payload }) => payload);
        await failAbandonedJobs(payloads, createS3ObjectStore(dataDir, bucketName));
      },
    });
    const poster = deploy('post-blog', { AWS_ENDPOINT_URL_LAMBDA: lambda.url });
    const reader = deploy('get-blog');
    keep(poster.fn);
    keep(reader.fn);
    // The other functions start with their first event.
    await poster.fn.warm();
    const writing = watchWriting(poster.fn);
    const api = keep(
      await startHttpApi({
        routes: {
          'POST /blog': writing.fn,
          'GET /blog/{blog_id}': reader.fn,
          ...(hasPage(settings) && { [pageRoute]: reader.fn }),
        },
        port,
        onFunctionError: (error) => onLog(`${error.name}: ${error.message}\n`),
        onAnswer: options.onAnswer,
      }),
    );
    return {
      url: api.url,
      ...(hasPage(settings) && { pageUrl: `${api.url}/` }),
      bucketDir: join(dataDir, bucketName),
      get pendingJobs() {
        return lambda.pending().length;
      },
      writingSince: () => writing.startTimes(lambda.pending()),
      deployments: { 'post-blog': poster, 'write-blog': worker, 'get-blog': reader },
      close,
    };
  } catch (error) {
    await close();
    throw toCommandError(error as NodeJS.ErrnoException, port, dataDir);
  }
}

/** An error of the machine in one line that says what to do; any other error is returned unchanged. */
function toCommandError(error: NodeJS.ErrnoException, port: number, dataDir: string): Error {
  const { code, syscall } = error;
  if (code === 'EADDRINUSE') {
    return new CommandError(
      `Port ${port} of 127.0.0.1 is in use: stop the program that uses it, or choose another port with PORT=${port + 1}.`,
    );
  }
  if (syscall === 'listen') {
    return new CommandError(
      `Port ${port} of 127.0.0.1 cannot be used (${code}): choose another with PORT=3000.`,
    );
  }
  if (syscall === 'mkdir' || syscall === 'open') {
    return new CommandError(
      `The folder ${dataDir} cannot be written (${code}): make it writable, or remove it.`,
    );
  }
  return error;
}
