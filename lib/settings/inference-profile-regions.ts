/**
 * Where a cross-Region inference profile may send a request: by geography and by the Region it is called from.
 *
 * These are the rows of Meta's Llama 3.1, 3.3 and 4 (`us`; from us-west-1 only Llama 4 can be called) and
 * Llama 3.2 (`eu`) in "Supported Regions and models for inference profiles",
 * https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html. That page promises that
 * the list of a geographic profile never changes. Profiles of other models and geographies differ from each
 * other, so they are not guessed: for them the setting `modelRegions` names the Regions.
 */
export const inferenceProfileRegions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> =
  {
    us: {
      'us-east-1': ['us-east-1', 'us-east-2', 'us-west-2'],
      'us-east-2': ['us-east-1', 'us-east-2', 'us-west-2'],
      'us-west-1': ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'],
      'us-west-2': ['us-east-1', 'us-east-2', 'us-west-2'],
    },
    eu: {
      'eu-central-1': ['eu-central-1', 'eu-west-1', 'eu-west-3'],
      'eu-west-1': ['eu-central-1', 'eu-west-1', 'eu-west-3'],
      'eu-west-3': ['eu-central-1', 'eu-west-1', 'eu-west-3'],
    },
  };
