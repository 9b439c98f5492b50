import {
  type BedrockClient,
  type FoundationModelDetails,
  type FoundationModelLifecycle,
  GetFoundationModelCommand,
} from '@aws-sdk/client-bedrock';
import type { ModelId } from '../../../lambda/core/model/model-id.ts';
import { readAwsFailure } from '../aws-failure.ts';
import { answerLimit } from './clients.ts';
import { type Finding, fail, pass, warn } from './finding.ts';

/** What to do about a model that cannot be used. */
export const chooseAnother =
  'choose an ACTIVE model from AWS\'s page "Supported foundation models in Amazon Bedrock" and set modelId';

/** Bedrock's details of a model. @throws an error of the client */
export async function readModel(client: BedrockClient, model: ModelId): Promise<FoundationModelDetails> {
  const command = new GetFoundationModelCommand({ modelIdentifier: model.foundationModelId });
  const { modelDetails } = await client.send(command, answerLimit());
  if (modelDetails === undefined) throw new Error('GetFoundationModel answered without modelDetails');
  return modelDetails;
}

/** Whether the Region has the model, it is not Legacy, and it writes text. @param details from `readModel` */
export async function checkModel(
  details: Promise<FoundationModelDetails>,
  { foundationModelId, form }: ModelId,
  region: string,
): Promise<Finding> {
  let model: FoundationModelDetails;
  try {
    model = await details;
  } catch (error) {
    const { kind, name } = readAwsFailure(error);
    if (kind !== 'missing' && name !== 'ValidationException') throw error;
    const missing = `${region} has no model ${foundationModelId}`;
    // A profile may be called where its model is not listed; the next two lines say.
    if (form !== 'foundation-model') return warn(missing, 'rely on the profile and the call below');
    return fail(missing, `${chooseAnother}, or set region to one that has it`);
  }
  const called = `${model.modelName ?? 'the model'} (${foundationModelId})`;
  if (model.outputModalities !== undefined && !model.outputModalities.includes('TEXT')) {
    return fail(`${called} writes ${model.outputModalities.join(' and ')}, not TEXT`, chooseAnother);
  }
  const { status } = model.modelLifecycle ?? {};
  const dates = describeDates(model.modelLifecycle);
  if (status === 'LEGACY') {
    return fail(
      `${called} is LEGACY${dates}: an account that has not used it of late is refused`,
      chooseAnother,
    );
  }
  return pass(`${called} is ${status ?? 'there'}${dates}`);
}

/** The API has had the dates since 2026, not for every model. */
function describeDates({ legacyTime, endOfLifeTime }: Partial<FoundationModelLifecycle> = {}): string {
  const dates = Object.entries({ 'Legacy from': legacyTime, 'end of life': endOfLifeTime }).flatMap(
    ([what, date]) => (date === undefined ? [] : `${what} ${date.toISOString().slice(0, 10)}`),
  );
  return dates.length === 0 ? '' : ` (${dates.join(', ')})`;
}
