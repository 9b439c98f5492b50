/** The Regions that the inference profiles of some models route to. */
interface ProfileRegions {
  /** The geography: the prefix of the profile ids. */
  readonly geo: string;
  /** The prefixes of the model ids. */
  readonly models: readonly string[];
  /** The destination Regions of the profile, by source Region. */
  readonly destinations: Readonly<Record<string, readonly string[]>>;
}

const us = ['us-east-1', 'us-east-2', 'us-west-2'];
const europe = ['eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-3'];
const asiaPacific = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
];
const nova = ['amazon.nova-micro-v1', 'amazon.nova-lite-v1', 'amazon.nova-pro-v1'];

/**
 * Rows of "Supported Regions and models for inference profiles",
 * https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html, which states that the list of
 * a geographic profile never changes, and of the output of `aws bedrock get-inference-profile`, as of November 2026.
 * `us` is the row of Meta's and Amazon's models (from us-west-1, only Llama 4 can be called). Profiles of other models
 * and geographies differ, so they are not assumed: for them, the setting `modelRegions` lists the Regions.
 * `npm run preflight` compares both with AWS's response.
 */
export const inferenceProfileRegions: readonly ProfileRegions[] = [
  {
    geo: 'us',
    models: [''],
    destinations: { ...from(us, us), 'us-west-1': ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'] },
  },
  {
    geo: 'eu',
    models: nova,
    destinations: {
      ...from(europe, europe),
      'eu-south-1': ['eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-west-1', 'eu-west-3'],
      'eu-south-2': ['eu-central-1', 'eu-north-1', 'eu-south-2', 'eu-west-1', 'eu-west-3'],
    },
  },
  {
    geo: 'apac',
    models: nova,
    destinations: from(
      ['ap-northeast-1', 'ap-northeast-2', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2'],
      asiaPacific,
    ),
  },
];

/** The destination Regions of a profile that is called from `region`; undefined if they are not known. */
export function profileDestinations(
  geo: string,
  model: string,
  region: string,
): readonly string[] | undefined {
  return inferenceProfileRegions.find(
    (row) => row.geo === geo && row.models.some((start) => model.startsWith(start)),
  )?.destinations[region];
}

function from(
  sources: readonly string[],
  destinations: readonly string[],
): Record<string, readonly string[]> {
  return Object.fromEntries(sources.map((source) => [source, destinations]));
}
