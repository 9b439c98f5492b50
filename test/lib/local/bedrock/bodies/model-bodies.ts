import { chooseModel } from '../../../../../lambda/core/model/choose-model.ts';
import { readCalledModel } from '../../../../../lib/local/bedrock/bedrock-stand-in.ts';
import { bedrockBodies } from '../../../../../lib/local/bedrock/bodies/family-bodies.ts';
import { contracts } from '../../../../lambda/core/model/families/contracts.ts';

/** How a model is asked by the service, and how its stand-in reads and answers that. */
export function bodiesOf(modelId: string) {
  const { family: name, foundationModelId } = readCalledModel(modelId);
  const body = bedrockBodies[name];
  return {
    family: chooseModel({ modelId }).family,
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
