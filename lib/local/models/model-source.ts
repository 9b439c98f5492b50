import { functionSettings } from '../../../lambda/core/config/function-settings.ts';
import type { ModelChoices } from '../../../lambda/core/model/choose-model.ts';
import { UsageError } from '../../command/command-error.ts';
import { proxyVariables } from '../../command/proxy.ts';
import type { Settings } from '../../settings/settings.ts';
import { resolveAwsCredentials } from '../aws-credentials.ts';
import { type BedrockStandInOptions, startBedrockStandIn } from '../bedrock/bedrock-stand-in.ts';
import { newRunCredentials } from '../stand-in.ts';
import { resolveModelUrl } from './model-url.ts';
import { createStandInWriter } from './stand-in-writer.ts';
import { describeProgress } from './writing-watch.ts';

/** The model behind the local service. */
export interface ModelSource {
  /** One line for a person: which model, and where. */
  describe(): string;
  /** The settings that differ from those of a deployment. */
  readonly settings: Partial<Settings>;
  /** The progress of its texts, in a few words; undefined if there is none to report. */
  progress(): string | undefined;
  /** The variables that a function needs to reach it, read whenever an environment starts. */
  environment(): Promise<Record<string, string>>;
  close(): Promise<void>;
}

/** Its tokens are free. */
const unbilled: Partial<Settings> = { dailyTokenBudget: 'off' };

/**
 * A model on a laptop may take minutes, and what it has written must not be discarded: one call, with all
 * the time of the worker. A request cannot wait that long, so the post is handed over to the worker at once.
 */
const slow: Partial<Settings> = {
  ...unbilled,
  maxModelCalls: 1,
  modelAttemptBaseMs: functionSettings.modelAttemptBaseMs.max,
  modelReadTimeoutMs: functionSettings.modelReadTimeoutMs.max,
  workerDeadlineMs: functionSettings.workerDeadlineMs.max,
};

/** Shorter than the worker's limit, so that what was written is kept. */
const longestMs = functionSettings.modelReadTimeoutMs.max - 15_000;

/**
 * Chooses the model by environment variables: `BEDROCK=aws`, `MODEL_URL` (with `MODEL_NAME`, `MODEL_API_KEY`), or the
 * stand-in writer.
 *
 * @param settings the Region, the models, and the read timeout are used
 * @param onWait called if the model's server is not ready yet
 * @throws CommandError if the model cannot be used, UsageError if the variables are invalid
 */
export async function chooseModelSource(
  environment: Readonly<Record<string, string | undefined>>,
  settings: ModelChoices & Pick<Settings, 'region' | 'modelReadTimeoutMs'>,
  onWait?: (message: string) => void,
): Promise<ModelSource> {
  const { region } = settings;
  const { BEDROCK: bedrock, MODEL_URL: modelUrl, MODEL_NAME: modelName } = environment;
  if (bedrock && bedrock !== 'aws') {
    throw new UsageError(`BEDROCK may be "aws" or unset; received ${JSON.stringify(bedrock)}.`);
  }
  if (bedrock && modelUrl) {
    throw new UsageError('BEDROCK=aws and MODEL_URL each name a model: unset one of the two.');
  }
  if (bedrock) {
    const token = environment.AWS_BEARER_TOKEN_BEDROCK;
    const run = newRunCredentials();
    // A Bedrock API key is only for Bedrock: the stand-ins need credentials of their own.
    const credentials = token
      ? async () => ({ ...run, AWS_BEARER_TOKEN_BEDROCK: token })
      : await resolveAwsCredentials(region);
    const proxy = proxyVariables(environment);
    return {
      describe: () => describeBilled(settings),
      settings: {},
      progress: () => undefined,
      environment: async () => ({ ...proxy, ...(await credentials()) }),
      close: async () => {},
    };
  }
  if (!modelUrl) return serveWriter({ writer: createStandInWriter(), models: settings });
  const writer = await resolveModelUrl(modelUrl, {
    modelName: modelName || undefined,
    apiKey: environment.MODEL_API_KEY || undefined,
    longestMs,
    silenceMs: settings.modelReadTimeoutMs,
    onWait,
  });
  return { ...(await serveWriter({ writer, models: settings })), settings: slow };
}

function describeBilled({ modelId, fallbackModelId, region }: ModelChoices & { region: string }): string {
  const place = `on Amazon Bedrock in ${region}`;
  return fallbackModelId === undefined
    ? `${modelId} ${place}: its tokens are billed to your account`
    : `${modelId}, else ${fallbackModelId}, ${place}: their tokens are billed to your account`;
}

/** A writer behind the stand-in for Bedrock. */
export async function serveWriter(options: BedrockStandInOptions): Promise<ModelSource> {
  const credentials = newRunCredentials();
  const server = await startBedrockStandIn({
    accepts: (accessKeyId) => accessKeyId === credentials.AWS_ACCESS_KEY_ID,
    ...options,
  });
  return {
    describe: () => options.writer.describe(),
    settings: unbilled,
    progress: () => describeProgress(options.writer.progress?.() ?? []),
    environment: async () => ({ ...credentials, AWS_ENDPOINT_URL_BEDROCK_RUNTIME: server.url }),
    close: () => server.close(),
  };
}
