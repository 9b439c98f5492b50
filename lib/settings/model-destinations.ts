import type { ModelId } from '../../lambda/core/model/model-id.ts';
import { profileDestinations } from './inference-profile-regions.ts';
import { SettingsError } from './setting-conflicts.ts';

/** The Regions in which a call may run; `worldwide` for a `global.` profile. */
export type ModelDestinations = readonly string[] | 'worldwide';

/**
 * The Regions in which a model that is called from `region` may run, sorted. They always include the calling Region,
 * as https://docs.aws.amazon.com/bedrock/latest/userguide/geographic-cross-region-inference.html requires.
 *
 * @param modelRegions the Regions that `aws bedrock get-inference-profile` lists, for a profile whose Regions are not
 *   in the table. By default an application inference profile has those of the profile it was copied from, or if that
 *   is not known, only its own Region.
 * @throws SettingsError if the Regions are not known, or were set although they are
 */
export function modelDestinations(
  model: ModelId,
  region: string,
  modelRegions: readonly string[] | undefined,
): ModelDestinations {
  if (model.arn !== undefined && model.arn.region !== region) {
    throw new SettingsError(
      `modelId: received "${model.id}", which can be called in ${model.arn.region} only, for a stack in ${region}; ` +
        `supply an ARN of ${region}, or set region to ${model.arn.region}`,
    );
  }
  const { geo } = model;
  if (modelRegions !== undefined && (model.form === 'foundation-model' || geo === 'global')) {
    const where = geo === 'global' ? 'in every commercial Region' : `in ${region} only`;
    throw new SettingsError(
      `modelRegions: received ${modelRegions.join(',')}, but "${model.id}" runs ${where}; leave it out`,
    );
  }
  if (geo === 'global') return 'worldwide';
  const known = geo === undefined ? [] : profileDestinations(geo, model.foundationModelId, region);
  const regions = modelRegions ?? known;
  if (regions === undefined) {
    throw new SettingsError(
      `modelRegions: is not set, and where a ${geo}.${model.foundationModelId} ` +
        `profile called from ${region} may route to is not known; supply the ` +
        'Regions listed by "aws bedrock get-inference-profile --inference-profile-identifier ' +
        `${model.id} --region ${region}", or choose a model that can be called from ${region}`,
    );
  }
  return [...new Set([region, ...regions])].sort();
}
