import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleFunctions } from '../bundle.ts';
import { functionEnvironment } from '../function-environment.ts';
import type { Settings } from '../settings.ts';
import { CommandError } from './command-error.ts';
import { startHttpApi } from './http-api.ts';
import { createLocalFunction } from './lambda-function.ts';
import type { ModelSource } from './model-source.ts';
import { createS3StandIn, type S3StandInOptions } from './s3-stand-in.ts';

/** Where the local service keeps its files unless told otherwise: git-ignored, and kept between runs. */
export const defaultDataDir = fileURLToPath(new URL('../../local-data', import.meta.url));

const bucket = 'blog-writer-local';

export interface LocalServiceOptions {
  settings: Settings;
  /** The model; the service closes it with itself. */
  model: ModelSource;
  /** Default 0: any free port of 127.0.0.1. */
  port?: number;
  /** The folder for the objects of S3. Default `local-data/` of the project. */
  dataDir?: string;
  /** Takes what the functions write to standard output and error, and their failures. Default: dropped. */
  onLog?: (text: string) => void;
  /** Tests let S3 fail here. */
  s3?: Pick<S3StandInOptions, 'faults' | 'onRequest'>;
  /** Variables of the functions' environment that differ from the deployed ones, for tests. */
  environment?: Readonly<Record<string, string>>;
}

export interface LocalService {
  /** `http://127.0.0.1:<port>` */
  url: string;
  /** The folder in which `blog_output/…` appears. */
  bucketDir: string;
  close(): Promise<void>;
}

/** How long a function's environment lives, so that renewed credentials reach it, in milliseconds. */
const environmentMaxAgeMs = 10 * 60_000;

/**
 * The whole service on this machine: the deployed bundles under stand-ins for API Gateway, Lambda and S3, which
 * the unmodified SDK clients reach over HTTP.
 *
 * @throws CommandError where the port is taken; FunctionError where a function fails to start
 */
export async function startLocalService(options: LocalServiceOptions): Promise<LocalService> {
  const { settings, model, dataDir = defaultDataDir, onLog = () => {} } = options;
  const bundles = await bundleFunctions();
  const s3 = await createS3StandIn({ root: dataDir, buckets: [bucket], ...options.s3 }).listen();
  const postBlog = createLocalFunction({
    functionName: 'post-blog',
    bundlePath: join(bundles['post-blog'], 'post-blog.mjs'),
    memorySizeMb: settings.memorySizeMb,
    timeoutMs: 30_000,
    maxAgeMs: environmentMaxAgeMs,
    onLog,
    env: async () => ({
      ...functionEnvironment(settings, bucket),
      ...lambdaVariables(settings, dataDir),
      AWS_ENDPOINT_URL_S3: s3.url,
      ...(await model.environment()),
      ...options.environment,
    }),
  });
  const closeBehind = async (): Promise<void> => {
    await Promise.all([postBlog.close(), s3.close(), model.close()]);
  };
  try {
    await postBlog.warm();
    const api = await startHttpApi({
      routes: { 'POST /blog': postBlog },
      port: options.port ?? 0,
      onFunctionError: (error) => onLog(`${error.errorType}: ${error.message}\n`),
    });
    const close = async (): Promise<void> => {
      await api.close();
      await closeBehind();
    };
    return { url: api.url, bucketDir: join(dataDir, bucket), close };
  } catch (error) {
    await closeBehind();
    throw (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? portTaken(options.port ?? 0) : error;
  }
}

/** What Lambda itself puts into a function's environment. */
function lambdaVariables(settings: Settings, dataDir: string): Record<string, string> {
  // No file is there, as in Lambda: the developer's AWS settings stay out.
  const absent = join(dataDir, '.no-aws-config');
  return {
    AWS_REGION: settings.region,
    AWS_LAMBDA_FUNCTION_NAME: 'post-blog',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memorySizeMb),
    AWS_LAMBDA_LOG_FORMAT: 'JSON',
    AWS_LAMBDA_LOG_LEVEL: settings.logLevel,
    AWS_CONFIG_FILE: absent,
    AWS_SHARED_CREDENTIALS_FILE: absent,
    TZ: ':UTC',
  };
}

function portTaken(port: number): CommandError {
  return new CommandError(
    `Port ${port} of 127.0.0.1 is in use: end what uses it, or choose another with PORT=${port + 1}.`,
  );
}
