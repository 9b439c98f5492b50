import type { ModelId } from '../../lambda/core/model/model-id.ts';
import { SettingsError } from './setting-conflicts.ts';

/** Where the inference profiles of a geography can be called, and where they route to. */
interface ProfileRegions {
  /** The geography: the prefix of the profile ids. */
  readonly geo: string;
  /** The prefixes of the model ids. @default every model */
  readonly models?: readonly string[];
  /** The Regions that a profile can be called from. */
  readonly sources: readonly string[];
  /** The Regions that a call may be routed to, besides the Region it was made in. @default `sources` */
  readonly destinations?: readonly string[];
}

const us = ['us-east-1', 'us-east-2', 'us-west-2'];
const europe = ['eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-3'];
const asiaPacific = [
  ...['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-south-2'],
  ...['ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-4'],
];
const nova = ['amazon.nova-micro-v1', 'amazon.nova-lite-v1', 'amazon.nova-pro-v1'];

/**
 * The first row that matches counts. The rows of Nova are exact; the others hold the Regions of all text models of the
 * geography, so for some models a Region more than AWS uses. The grant for it is unused, because it is limited to the
 * profile; a Region too few would be an occasional AccessDenied. `npm run preflight` compares the Regions with AWS's
 * response.
 *
 * Sources: until December 2025 the tables in
 * https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html, which states that the Regions of
 * a geographic profile never change; since then "Regional availability" on each model's page, such as
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-card-amazon-nova-lite.html. The pages have no table for `in`
 * and none for `apac` any more; `aws bedrock get-inference-profile` in ap-south-1 listed these Regions in autumn 2026.
 */
export const inferenceProfileRegions: readonly ProfileRegions[] = [
  {
    geo: 'us',
    sources: [...us, 'us-west-1', 'ca-central-1', 'ca-west-1'],
    destinations: us,
  },
  { geo: 'ca', sources: ['ca-central-1', 'ca-west-1'] },
  {
    geo: 'eu',
    models: nova,
    sources: europe,
    destinations: ['eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-3'],
  },
  {
    geo: 'eu',
    sources: [...europe, 'eu-central-2', 'eu-west-2', 'il-central-1'],
    destinations: europe,
  },
  {
    geo: 'apac',
    models: nova,
    sources: ['ap-northeast-1', 'ap-northeast-2', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2'],
    destinations: [
      ...['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
      ...['ap-south-1', 'ap-southeast-1', 'ap-southeast-2'],
    ],
  },
  {
    geo: 'apac',
    sources: [...asiaPacific, 'ap-east-2', 'ap-southeast-5', 'ap-southeast-7', 'me-central-1'],
    destinations: asiaPacific,
  },
  { geo: 'jp', sources: ['ap-northeast-1', 'ap-northeast-3'] },
  { geo: 'in', sources: ['ap-south-1', 'ap-south-2'] },
  {
    geo: 'au',
    sources: ['ap-southeast-2', 'ap-southeast-4', 'ap-southeast-6'],
    destinations: ['ap-southeast-2', 'ap-southeast-4'],
  },
  { geo: 'us-gov', sources: ['us-gov-east-1', 'us-gov-west-1'] },
];

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
  const known = inferenceProfileRegions.find(
    ({ models = [''], ...row }) =>
      row.geo === geo &&
      row.sources.includes(region) &&
      models.some((start) => model.foundationModelId.startsWith(start)),
  );
  const regions = modelRegions ?? (geo === undefined ? [] : (known?.destinations ?? known?.sources));
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
