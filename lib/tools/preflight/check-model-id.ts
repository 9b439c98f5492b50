import {
  type BedrockClient,
  type FoundationModelDetails,
  GetInferenceProfileCommand,
  type GetInferenceProfileResponse,
  paginateListInferenceProfiles,
} from '@aws-sdk/client-bedrock';
import type { ModelId } from '../../../lambda/core/model/model-id.ts';
import type { Settings } from '../../settings/settings.ts';
import { readAwsFailure } from '../aws-failure.ts';
import { answerLimit } from './clients.ts';
import { type Finding, fail, pass, warn } from './finding.ts';
import { compareDestinations } from './profile-destinations.ts';

/**
 * Whether the id can be invoked in this form, and whether the stack's IAM statements are those that a profile needs.
 *
 * @param details of the model, from `readModel`
 */
export async function checkModelId(
  client: BedrockClient,
  details: Promise<FoundationModelDetails>,
  settings: Pick<Settings, 'model' | 'region'>,
): Promise<Finding> {
  const { region } = settings;
  const model = settings.model.id;
  if (model.form === 'foundation-model') return checkOnDemand(client, details, model, region);
  let profile: GetInferenceProfileResponse;
  try {
    const identifier =
      model.form === 'inference-profile' ? `${model.geo}.${model.foundationModelId}` : model.id;
    profile = await client.send(
      new GetInferenceProfileCommand({ inferenceProfileIdentifier: identifier }),
      answerLimit(),
    );
  } catch (error) {
    const { kind, name } = readAwsFailure(error);
    if (kind !== 'missing' && name !== 'ValidationException') throw error;
    return fail(`${region} has no inference profile ${model.id}`, await suggest(client, model));
  }
  if (profile.status !== 'ACTIVE') {
    return fail(`the inference profile ${model.id} is ${profile.status}, not ACTIVE`, 'choose another one');
  }
  return compareDestinations(profile, settings);
}

/** `inferenceTypesSupported` can also be INFERENCE_PROFILE, which the SDK's types lack. */
async function checkOnDemand(
  client: BedrockClient,
  details: Promise<FoundationModelDetails>,
  model: ModelId,
  region: string,
): Promise<Finding> {
  let types: readonly string[] | undefined;
  try {
    types = (await details).inferenceTypesSupported;
  } catch {
    return warn(`not checked: the details of ${model.id} are not known`, 'see the line above');
  }
  if (types === undefined || types.includes('ON_DEMAND')) {
    return pass(`${model.id} can be invoked on demand in ${region}`);
  }
  return fail(
    `${model.id} cannot be invoked on demand in ${region}, only through ${types.join(' or ') || 'nothing'}`,
    await suggest(client, model),
  );
}

/** The profiles of the Region that lead to the model. */
async function suggest(client: BedrockClient, { foundationModelId }: ModelId): Promise<string> {
  const query = { typeEquals: 'SYSTEM_DEFINED' } as const;
  try {
    const pages = await Array.fromAsync(paginateListInferenceProfiles({ client }, query, answerLimit()));
    const ids = pages
      .flatMap(({ inferenceProfileSummaries = [] }) => inferenceProfileSummaries)
      .filter(({ models }) => models?.some(({ modelArn }) => modelArn?.endsWith(`/${foundationModelId}`)))
      .map(({ inferenceProfileId }) => inferenceProfileId);
    return ids.length > 0
      ? `set modelId to ${ids.join(' or ')}`
      : 'no inference profile of this Region leads to the model: set modelId to another model, or region to another Region';
  } catch {
    return 'set modelId to the id of an inference profile that "aws bedrock list-inference-profiles" lists';
  }
}
