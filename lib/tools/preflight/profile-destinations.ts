import type { GetInferenceProfileResponse } from '@aws-sdk/client-bedrock';
import { readBedrockArn } from '../../../lambda/core/model/model-name.ts';
import type { Settings } from '../../settings/settings.ts';
import { type Finding, fail, pass, warn } from './finding.ts';

/**
 * Whether the stack's IAM statements, which are made from the settings, allow the profile's model in every Region that
 * it may route to. A missing Region is an occasional AccessDenied.
 */
export function compareDestinations(
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
