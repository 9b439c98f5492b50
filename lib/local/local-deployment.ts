import { join } from 'node:path';
import type { FunctionName } from '../../lambda/core/config/variable.ts';
import type { Settings } from '../settings/settings.ts';
import {
  functionEnvironment,
  functionTimeoutsMs,
  lambdaVariables,
} from '../stack/functions/function-environment.ts';
import { createLocalFunction, type LocalFunction } from './lambda/lambda-function.ts';
import type { ModelSource } from './models/model-source.ts';

/** The name under which the worker is invoked. */
export const workerFunctionName = 'write-blog' satisfies FunctionName;

export interface LocalSurroundings {
  readonly settings: Settings;
  readonly model: ModelSource;
  readonly bucketName: string;
  /** A folder without a file `.no-aws-config`. */
  readonly dataDir: string;
  /** The folder of each function's bundle. */
  readonly bundles: Readonly<Record<FunctionName, string>>;
  /** Called with what the functions write to standard output and error. */
  readonly onLog: (text: string) => void;
  /** Called with the access key that a function signs with, before it does. */
  readonly onAccessKey: (accessKeyId: string) => void;
  /** Variables of a function's environment that differ from the deployed ones, for tests. */
  readonly environment?: (name: FunctionName) => Readonly<Record<string, string>>;
}

export interface LocalDeployment {
  readonly fn: LocalFunction;
  /** Absolute path of the bundle, which exports `handler`. */
  readonly bundlePath: string;
  /** The whole of its `process.env`, read whenever an environment starts: credentials may have changed. */
  environment(): Promise<Record<string, string>>;
}

/** A function as it is deployed, except for where its clients send their requests. @param endpoints `AWS_ENDPOINT_URL_…` */
export function deployLocally(
  name: FunctionName,
  surroundings: LocalSurroundings,
  endpoints: Readonly<Record<string, string>>,
): LocalDeployment {
  const { model, bucketName, dataDir, bundles, onLog, onAccessKey } = surroundings;
  const settings: Settings = { ...surroundings.settings, ...model.settings };
  const bundlePath = join(bundles[name], `${name}.mjs`);
  // No file is there, as in Lambda: the developer's AWS settings stay out.
  const noFile = join(dataDir, '.no-aws-config');
  const environment = async (): Promise<Record<string, string>> => {
    const variables: Record<string, string> = {
      ...functionEnvironment(name, settings, { bucketName, workerFunctionName }),
      ...lambdaVariables(name, settings),
      AWS_CONFIG_FILE: noFile,
      AWS_SHARED_CREDENTIALS_FILE: noFile,
      ...endpoints,
      ...(await model.environment()),
      ...surroundings.environment?.(name),
    };
    if (variables.AWS_ACCESS_KEY_ID !== undefined) onAccessKey(variables.AWS_ACCESS_KEY_ID);
    return variables;
  };
  const fn = createLocalFunction({
    bundlePath,
    memorySizeMb: settings.memorySizeMb,
    timeoutMs: functionTimeoutsMs[name],
    onLog,
    env: environment,
  });
  return { fn, bundlePath, environment };
}
