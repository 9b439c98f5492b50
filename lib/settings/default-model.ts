import { profileDestinations } from './inference-profile-regions.ts';

/** The model of each geography, by its profile, where that can be called. */
const geographies = [
  { geo: 'us', model: 'meta.llama3-1-8b-instruct-v1:0' },
  { geo: 'eu', model: 'amazon.nova-lite-v1:0' },
  { geo: 'apac', model: 'amazon.nova-lite-v1:0' },
];

const ofRegion: Readonly<Record<string, string>> = {
  // Of the Llama models, only Llama 4 can be called from here.
  'us-west-1': 'us.meta.llama4-scout-17b-instruct-v1:0',
  // In the Region itself: https://docs.aws.amazon.com/bedrock/latest/userguide/batch-inference-supported.html
  'us-gov-west-1': 'amazon.nova-lite-v1:0',
};

/** The model that writes where `modelId` is not set; undefined for a Region where none is known to be had. */
export function defaultModelId(region: string): string | undefined {
  if (ofRegion[region] !== undefined) return ofRegion[region];
  const found = geographies.find(({ geo, model }) => profileDestinations(geo, model, region) !== undefined);
  return found && `${found.geo}.${found.model}`;
}
