import { profileDestinations } from './inference-profile-regions.ts';

/** The default model of each geography, in the Regions from which its inference profile can be called. */
const geographies = [
  { geo: 'us', model: 'meta.llama3-1-8b-instruct-v1:0' },
  { geo: 'eu', model: 'amazon.nova-lite-v1:0' },
  { geo: 'apac', model: 'amazon.nova-lite-v1:0' },
];

const ofRegion: Readonly<Record<string, string>> = {
  // The only Llama models that can be called from this Region are Llama 4.
  'us-west-1': 'us.meta.llama4-scout-17b-instruct-v1:0',
  // On demand in the Region: https://docs.aws.amazon.com/bedrock/latest/userguide/batch-inference-supported.html
  'us-gov-west-1': 'amazon.nova-lite-v1:0',
};

/** The default of `modelId` for a Region; undefined if no available model is known. */
export function defaultModelId(region: string): string | undefined {
  if (ofRegion[region] !== undefined) return ofRegion[region];
  const found = geographies.find(({ geo, model }) => profileDestinations(geo, model, region) !== undefined);
  return found && `${found.geo}.${found.model}`;
}
