/** The default model and the Regions in which it can be called. */
const defaultModels: readonly { readonly id: string; readonly regions: readonly string[] }[] = [
  { id: 'us.meta.llama3-1-8b-instruct-v1:0', regions: ['us-east-1', 'us-east-2', 'us-west-2'] },
  // The only Llama models that can be called from this Region are Llama 4.
  { id: 'us.meta.llama4-scout-17b-instruct-v1:0', regions: ['us-west-1'] },
  { id: 'ca.amazon.nova-lite-v1:0', regions: ['ca-central-1'] },
  {
    id: 'eu.amazon.nova-lite-v1:0',
    regions: [
      ...['eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-3'],
      'il-central-1',
    ],
  },
  {
    id: 'apac.amazon.nova-lite-v1:0',
    regions: ['ap-northeast-1', 'ap-northeast-2', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2'],
  },
  // On demand, without a profile.
  { id: 'amazon.nova-lite-v1:0', regions: ['ap-southeast-3', 'eu-west-2', 'me-central-1', 'us-gov-west-1'] },
];

/** Every Region with a default model. */
export const regionsWithDefaultModel: readonly string[] = defaultModels.flatMap(({ regions }) => regions);

/**
 * The default of `modelId` for a Region; undefined if no available model is known.
 *
 * Sources: "Regional availability" of the models' pages, such as
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-card-amazon-nova-lite.html, as of October 2026.
 */
export function defaultModelId(region: string): string | undefined {
  return defaultModels.find(({ regions }) => regions.includes(region))?.id;
}
