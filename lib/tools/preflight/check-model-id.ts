import {
  type BedrockClient,
  type FoundationModelDetails,
  GetInferenceProfileCommand,
  type GetInferenceProfileResponse,
  paginateListInferenceProfiles,
} from '@aws-sdk/client-bedrock';
import type { ModelId } from '../../../lambda/core/model/model-id.ts';
import { readBedrockArn } from '../../../lambda/core/model/model-name.ts';
import type { Settings } from '../../settings/settings.ts';
import { readAwsFailure } from '../aws-failure.ts';
import { answerLimit } from './clients.ts';
import { type Finding, fail, pass, warn } from './finding.ts';

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

/**
 * Whether the stack's IAM statements, which are made from the settings, allow the profile's model in every Region that
 * it may route to. A missing Region is an occasional AccessDenied.
 */
function compareDestinations(
  profile: GetInferenceProfileResponse,
  { model: { id: model, destinations }, region }: Pick<Settings, 'model' | 'region'>,
): Finding {
  const arns = (profile.models ?? []).map(({ modelArn = '' }) => modelArn);
  const others = arns.filter((arn) => !arn.endsWith(`/${model.foundationModelId}`));
  if (others[0] !== undefined) {
    const name = others[0].slice(others[0].lastIndexOf('/') + 1);
    return fail(
      `the inference profile ${model.id} leads to ${name}, and IAM would be granted for ${model.foundationModelId}`,
      `set ${model.form === 'application-inference-profile' ? 'foundationModelId' : 'modelId'} to match ${name}`,
    );
  }
  // A global profile lists a model without a Region, which stands for all of them.
  const regions = arns.map((arn) => readBedrockArn(arn)?.parts.region).filter((name) => name !== undefined);
  const worldwide = regions.length < arns.length;
  if (destinations === 'worldwide') {
    return pass(`the inference profile ${model.id} is ACTIVE and routes to every commercial Region`);
  }
  const supply = `set modelRegions to ${[...new Set(regions)].sort().join(',')}`;
  if (worldwide) {
    return fail(
      `the inference profile ${model.id} routes worldwide, and IAM would be granted for ${destinations.join(', ')}`,
      'set modelId to the global. profile itself, or to one of a geography',
    );
  }
  const missing = regions.filter((name) => !destinations.includes(name));
  if (missing.length > 0) {
    return fail(
      `the inference profile ${model.id} also routes to ${missing.join(', ')}, for which IAM would not be granted`,
      supply,
    );
  }
  const unused = destinations.filter((name) => name !== region && !regions.includes(name));
  if (unused.length > 0) {
    return warn(
      `the inference profile ${model.id} is ACTIVE; IAM would be granted for ${unused.join(', ')} too, where it never routes`,
      supply,
    );
  }
  return pass(`the inference profile ${model.id} is ACTIVE and routes to ${destinations.join(', ')}`);
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
