import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasPage, pageRoute } from '../../lambda/core/config/page.ts';
import type { FunctionName } from '../../lambda/core/config/variable.ts';
import { bundleFunctions } from '../bundle/bundle.ts';
import { CommandError } from '../command/command-error.ts';
import type { Settings } from '../settings/settings.ts';
import { type AnsweredRequest, startHttpApi } from './gateway/http-api.ts';
import { failAbandonedJobs } from './lambda/abandoned-jobs.ts';
import { keepFailedJob } from './lambda/failed-jobs.ts';
import {
  type LambdaInvokeStandInOptions,
  startLambdaInvokeStandIn,
} from './lambda/lambda-invoke-stand-in.ts';
import { deployLocally, type LocalDeployment, workerFunctionName } from './local-deployment.ts';
import type { ModelSource } from './models/model-source.ts';
import { watchWriting } from './models/writing-watch.ts';
import { type S3StandInOptions, startS3StandIn } from './s3/s3-stand-in.ts';
import { type AcceptsKey, newRunCredentials } from './stand-in.ts';

/** Where the local service keeps its files by default: git-ignored, and kept between runs. */
const defaultDataDir = fileURLToPath(new URL('../../local-data', import.meta.url));

const bucketName = 'blog-writer-local';

export interface LocalServiceOptions {
  settings: Settings;
  /** The model. The service closes it. */
  model: ModelSource;
  /** Default 0: any free port of 127.0.0.1. */
  port?: number;
  /** The folder for the objects of S3 and the failed jobs. Default `local-data/` of the project. */
  dataDir?: string;
  /** Called with what the functions write to standard output and error, and with their failures. */
  onLog?: (text: string) => void;
  /** Called with each request once it is answered. */
  onAnswer?: (answered: AnsweredRequest) => void;
  /** Called for each job that is given up, once its file is written. */
  onFailedJob?: () => void;
  /** For tests: faults of S3. */
  s3?: Pick<S3StandInOptions, 'faults' | 'onRequest'>;
  /** For tests: faults of the worker's invocation. */
  lambda?: Pick<LambdaInvokeStandInOptions, 'faults' | 'onRequest' | 'retryDelaysMs'>;
  /** Variables of a function's environment that differ from the deployed ones, for tests. */
  environment?: (name: FunctionName) => Readonly<Record<string, string>>;
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
  /** When each post that is being written was begun, in milliseconds since 1970. */
  writingSince(): readonly number[];
  deployments: Readonly<Record<FunctionName, LocalDeployment>>;
  /** Ends everything at once, also jobs under way. */
  close(): Promise<void>;
}

/**
 * The whole service on this machine: the deployed bundles under stand-ins for API Gateway, Lambda and S3, which
 * the unmodified SDK clients reach over HTTP.
 *
 * @throws CommandError where the port is taken; FunctionError where a function fails to start
 */
export async function startLocalService(options: LocalServiceOptions): Promise<LocalService> {
  const { model, dataDir = defaultDataDir, port = 0 } = options;
  // Nothing is logged about what ends with the service.
  let closing = false;
  const onLog = (text: string): void => {
    if (!closing) options.onLog?.(text);
  };
  // Closed in the reverse order of their start: first what calls the others.
  const started: { close(): Promise<void> }[] = [model];
  const close = async (): Promise<void> => {
    closing = true;
    for (let next = started.pop(); next !== undefined; next = started.pop()) await next.close();
  };
  const keep = async <T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
    const server = await starting;
    started.push(server);
    return server;
  };
  try {
    const bundles = await bundleFunctions();
    const accessKeys = new Set<string | undefined>();
    const accepts: AcceptsKey = (accessKeyId) => accessKeys.has(accessKeyId);
    const s3 = await keep(startS3StandIn({ root: dataDir, bucket: bucketName, accepts, ...options.s3 }));
    const own = newRunCredentials();
    accessKeys.add(own.AWS_ACCESS_KEY_ID);
    const credentials = { accessKeyId: own.AWS_ACCESS_KEY_ID, secretAccessKey: own.AWS_SECRET_ACCESS_KEY };
    let unfinished = (): readonly unknown[] => [];
    started.push({
      close: () => failAbandonedJobs(unfinished(), { url: s3.url, bucketName, credentials }),
    });
    const surroundings = {
      ...options,
      bucketName,
      dataDir,
      bundles,
      onLog,
      onAccessKey: (id: string) => void accessKeys.add(id),
    };
    const deploy = (name: FunctionName, endpoints: Record<string, string> = {}): LocalDeployment => {
      const deployment = deployLocally(name, surroundings, { AWS_ENDPOINT_URL_S3: s3.url, ...endpoints });
      started.push(deployment.fn);
      return deployment;
    };
    let keeping = Promise.resolve();
    started.push({ close: () => keeping });
    const writing = watchWriting();
    const worker = deploy(workerFunctionName);
    const lambda = await keep(
      startLambdaInvokeStandIn({
        functionName: workerFunctionName,
        fn: writing.worker(worker.fn),
        onFailure(record) {
          writing.givenUp(record);
          keeping = keeping
            .then(() => keepFailedJob(record, dataDir, onLog))
            .then(() => options.onFailedJob?.());
        },
        accepts,
        ...options.lambda,
      }),
    );
    unfinished = lambda.pendingPayloads;
    const poster = deploy('post-blog', { AWS_ENDPOINT_URL_LAMBDA: lambda.url });
    const reader = deploy('get-blog');
    // The others start with the first event that needs them.
    await poster.fn.warm();
    const api = await keep(
      startHttpApi({
        routes: {
          'POST /blog': writing.poster(poster.fn),
          'GET /blog/{blog_id}': reader.fn,
          ...(hasPage(options.settings) && { [pageRoute]: reader.fn }),
        },
        port,
        onFunctionError: (error) => onLog(`${error.errorType}: ${error.message}\n`),
        ...(options.onAnswer && { onAnswer: options.onAnswer }),
      }),
    );
    return {
      url: api.url,
      ...(hasPage(options.settings) && { pageUrl: `${api.url}/` }),
      bucketDir: join(dataDir, bucketName),
      get pendingJobs() {
        return lambda.pendingPayloads().length;
      },
      writingSince: writing.startTimes,
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
      `Port ${port} of 127.0.0.1 is in use: end what uses it, or choose another with PORT=${port + 1}.`,
    );
  }
  if (syscall === 'listen') {
    return new CommandError(
      `Port ${port} of 127.0.0.1 cannot be used (${code}): choose another with PORT=3000.`,
    );
  }
  if (syscall === 'mkdir' || syscall === 'open') {
    return new CommandError(
      `The folder ${dataDir} cannot be written (${code}): make it a folder that you may write to.`,
    );
  }
  return error;
}
