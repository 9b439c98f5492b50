import { chooseModel } from '../../../../../lambda/core/model/choose-model.ts';
import { bedrockBodies } from '../../../../../lib/local/bedrock/bodies/body-table.ts';
import { readCalledModel } from '../../../../../lib/local/models/called-model.ts';
import { contracts } from '../../../../lambda/core/model/families/contracts.ts';

/** How a model is asked by the service, and how its stand-in reads and answers that. */
export function bodiesOf(modelId: string) {
  const { family: name, foundationModelId } = readCalledModel(modelId);
  const body = bedrockBodies[name];
  return {
    family: chooseModel({ modelId }).family,
    reasoning: body.reasoning,
    parse: (request: unknown) => body.parse(JSON.stringify(request), foundationModelId),
    format: (output: Parameters<typeof body.format>[0]) => body.format(output, foundationModelId),
  };
}

export type Changes = Readonly<Record<string, unknown>>;

/** Reads a contract's body with changes, which are of its `inferenceConfig` where the body has one for numbers. */
export function parseChanged(name: string, changes: Changes, modelId = contractOf(name).modelId) {
  const body = contractOf(name).body as Changes;
  const config = body.inferenceConfig as Changes | undefined;
  const isInConfig = config !== undefined && !('messages' in changes || 'extra' in changes);
  return bodiesOf(modelId).parse(
    isInConfig ? { ...body, inferenceConfig: { ...config, ...changes } } : { ...body, ...changes },
  );
}

/** @throws Error where no family has this name among the contracts */
export function contractOf(name: string) {
  const contract = contracts[name];
  if (contract === undefined) throw new Error(`there is no contract of ${name}`);
  return contract;
}

/** The error of a single violation. @param violation such as `#/top_p: 2 is not less or equal to 1` */
export const refusal = (violation: string) => ({
  name: 'ValidationException',
  message: `Malformed input request: ${violation}, please reformat your input and try again.`,
});

/** The contracts by short names. */
export const named = {
  llama: 'Llama with [INST]',
  mistral: 'Mistral text completion',
  mistralChat: 'Mistral chat completion',
  nova: 'Amazon Nova',
  claude: 'Anthropic Claude',
  gptOss: 'OpenAI gpt-oss',
  deepseek: 'DeepSeek-R1',
  palmyra: 'Writer Palmyra',
} as const;
