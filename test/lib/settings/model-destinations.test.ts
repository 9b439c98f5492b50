import { describe, expect, it } from 'vitest';
import { parseModelId } from '../../../lambda/core/model/model-id.ts';
import { inferenceProfileRegions, modelDestinations } from '../../../lib/settings/model-destinations.ts';

const llama = 'meta.llama3-1-8b-instruct-v1:0';
const application = 'arn:aws:bedrock:us-east-2:123456789012:application-inference-profile/a1b2c3d4e5f6';
const us = ['us-east-1', 'us-east-2', 'us-west-2'];
const european = ['eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-3'];

const destinationsOf = (
  modelId: string,
  region: string,
  set?: readonly string[] | undefined,
  copiedFrom?: string,
) => modelDestinations(parseModelId(modelId, copiedFrom), region, set);

describe('the Regions of a model', () => {
  it.each<
    [
      string,
      string,
      readonly string[] | 'worldwide',
      set?: readonly string[] | undefined,
      copiedFrom?: string,
    ]
  >([
    [llama, 'us-east-2', ['us-east-2']],
    [llama, 'eusc-de-east-1', ['eusc-de-east-1']],
    [`us.${llama}`, 'us-east-1', us],
    ['us.meta.llama4-scout-17b-instruct-v1:0', 'us-west-1', [...us, 'us-west-1'].sort()],
    ['eu.amazon.nova-lite-v1:0', 'eu-west-1', european],
    ['eu.amazon.nova-lite-v1:0', 'eu-south-2', [...european, 'eu-south-2'].sort()],
    [`global.${llama}`, 'us-east-2', 'worldwide'],
    [`amer.${llama}`, 'us-east-2', ['ca-central-1', 'us-east-1', 'us-east-2'], ['us-east-1', 'ca-central-1']],
    [application, 'us-east-2', ['us-east-2'], undefined, llama],
    [application, 'us-east-2', us, undefined, `us.${llama}`],
    [application, 'us-east-2', ['us-east-2', 'us-west-2'], ['us-west-2'], llama],
  ])('%s called from %s are exactly %j (set: %j, copied from %s)', (modelId, region, expected, ...more) => {
    expect(destinationsOf(modelId, region, ...more)).toEqual(expected);
  });

  it.each<[string, string, string, set?: readonly string[]]>([
    [
      `amer.${llama}`,
      'ca-central-1',
      `modelRegions: is not set, and where a amer.${llama} profile called from ca-central-1`,
    ],
    [`amer.${llama}`, 'ca-central-1', `--inference-profile-identifier amer.${llama} --region ca-central-1`],
    [
      `us.${llama}`,
      'eu-north-1',
      `where a us.${llama} profile called from eu-north-1 may route to is not known`,
    ],
    [`global.${llama}`, 'us-east-2', 'runs in every commercial Region; leave it out', ['us-east-1']],
    [
      llama,
      'us-east-2',
      `modelRegions: received us-east-1, but "${llama}" runs in us-east-2 only`,
      ['us-east-1'],
    ],
    [
      `arn:aws:bedrock:us-west-2::foundation-model/${llama}`,
      'us-east-2',
      `modelId: received "arn:aws:bedrock:us-west-2::foundation-model/${llama}", which can be called in us-west-2 only`,
    ],
  ])('%s called from %s are refused: %s (set: %j)', (modelId, region, fault, set) => {
    expect(() => destinationsOf(modelId, region, set)).toThrow(fault);
  });
});

describe('the table of inference profiles', () => {
  it.each(inferenceProfileRegions.map((row) => [`${row.geo}.${row.models?.[0] ?? '*'}`, row] as const))(
    'names each Region of %s profiles once',
    (_, { sources, destinations = sources }) => {
      expect(destinations).toEqual([...new Set(destinations)]);
      expect(sources).toEqual([...new Set(sources)]);
    },
  );

  const six = ['eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-3'];
  const sydney = ['ap-southeast-2', 'ap-southeast-4'];
  const asia = ['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-southeast-1'];
  it.each<[string, string, readonly string[]]>([
    ['us.anthropic.claude-opus-4-8', 'ca-west-1', ['ca-west-1', 'us-east-1', 'us-east-2', 'us-west-2']],
    ['us.amazon.nova-2-lite-v1:0', 'ca-central-1', ['ca-central-1', 'us-east-1', 'us-east-2', 'us-west-2']],
    ['ca.amazon.nova-lite-v1:0', 'ca-central-1', ['ca-central-1', 'ca-west-1']],
    ['eu.amazon.nova-2-lite-v1:0', 'eu-west-1', six],
    ['eu.anthropic.claude-haiku-4-5-20251001-v1:0', 'eu-west-2', [...six, 'eu-west-2']],
    ['eu.anthropic.claude-haiku-4-5-20251001-v1:0', 'eu-central-2', [...six, 'eu-central-2']],
    ['eu.anthropic.claude-sonnet-4-20250514-v1:0', 'il-central-1', [...six, 'il-central-1']],
    [
      'eu.mistral.pixtral-large-2502-v1:0',
      'eu-west-3',
      ['eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-3'],
    ],
    ['eu.amazon.nova-lite-v1:0', 'il-central-1', ['eu-central-1', 'eu-south-1', 'eu-west-3', 'il-central-1']],
    ['apac.amazon.nova-lite-v1:0', 'ap-south-1', [...asia, 'ap-southeast-2']],
    ['apac.amazon.nova-pro-v1:0', 'ap-southeast-3', [...asia, 'ap-south-2', ...sydney, 'ap-southeast-3']],
    ['apac.amazon.nova-pro-v1:0', 'me-central-1', [...asia, 'ap-south-2', ...sydney, 'ap-southeast-3']],
    ['apac.anthropic.claude-sonnet-4-20250514-v1:0', 'ap-northeast-1', [...asia, 'ap-south-2', ...sydney]],
    ['jp.amazon.nova-2-lite-v1:0', 'ap-northeast-1', ['ap-northeast-1', 'ap-northeast-3']],
    ['in.anthropic.claude-sonnet-5', 'ap-south-2', ['ap-south-1', 'ap-south-2']],
    ['au.anthropic.claude-opus-4-6-v1', 'ap-southeast-6', [...sydney, 'ap-southeast-6']],
    ['us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0', 'us-gov-east-1', ['us-gov-west-1']],
  ])('lets %s called from %s run everywhere that AWS routes it to', (modelId, region, routedTo) => {
    expect(destinationsOf(modelId, region)).toEqual(expect.arrayContaining([...routedTo]));
  });
});
