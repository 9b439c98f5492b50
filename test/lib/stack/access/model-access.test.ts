import { describe, expect, it } from 'vitest';
import { parseModelId } from '../../../../lambda/core/model/model-id.ts';
import { inferenceProfileRegions } from '../../../../lib/settings/inference-profile-regions.ts';
import { modelDestinations } from '../../../../lib/settings/model-destinations.ts';
import { modelAccessStatements } from '../../../../lib/stack/access/model-access.ts';

const model = 'meta.llama3-1-8b-instruct-v1:0';
const account = '123456789012';
const application = `arn:aws:bedrock:us-east-2:${account}:application-inference-profile/a1b2c3d4e5f6`;

interface Case {
  modelId: string;
  foundationModelId?: string;
  modelRegions?: string[];
  region?: string;
  partition?: string;
}

function statementsFor(testCase: Case): unknown[] {
  const { modelId, foundationModelId, modelRegions, region = 'us-east-2', partition = 'aws' } = testCase;
  const parsed = parseModelId(modelId, foundationModelId);
  const destinations = modelDestinations(parsed, region, modelRegions);
  const place = { region, account, partition };
  return modelAccessStatements({ id: parsed, destinations }, place).map((s) => s.toStatementJson());
}

function statement(sid: string, resource: string | string[], equals?: Record<string, string>): unknown {
  return {
    Sid: sid,
    Effect: 'Allow',
    Action: 'bedrock:InvokeModel',
    Resource: resource,
    ...(equals && { Condition: { StringEquals: equals } }),
  };
}

const modelIn = (region: string, partition = 'aws'): string =>
  `arn:${partition}:bedrock:${region}::foundation-model/${model}`;

/** A on the profile, B on the model in each Region, usable through the profile only. */
function profileStatements(profileArn: string, models: string | string[]): unknown[] {
  return [
    statement('InvokeInferenceProfile', profileArn),
    statement('InvokeModelThroughProfile', models, { 'bedrock:InferenceProfileArn': profileArn }),
  ];
}

describe('modelAccessStatements', () => {
  const usRegions = ['us-east-1', 'us-east-2', 'us-west-2'].map((region) => modelIn(region));
  const usProfile = `arn:aws:bedrock:us-east-2:${account}:inference-profile/us.${model}`;

  it.each<[string, Case, unknown[]]>([
    ['a model id', { modelId: model }, [statement('InvokeFoundationModel', modelIn('us-east-2'))]],
    [
      "a model's ARN",
      { modelId: modelIn('us-east-2') },
      [statement('InvokeFoundationModel', modelIn('us-east-2'))],
    ],
    ['a profile id', { modelId: `us.${model}` }, profileStatements(usProfile, usRegions)],
    ["a profile's ARN", { modelId: usProfile }, profileStatements(usProfile, usRegions)],
    [
      'a profile id from a Region that routes elsewhere',
      { modelId: `us.${model}`, region: 'us-west-1' },
      profileStatements(
        `arn:aws:bedrock:us-west-1:${account}:inference-profile/us.${model}`,
        ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'].map((region) => modelIn(region)),
      ),
    ],
    [
      'a profile of a geography whose Regions are set',
      { modelId: `apac.${model}`, region: 'ap-south-1', modelRegions: ['ap-southeast-1', 'ap-northeast-1'] },
      profileStatements(
        `arn:aws:bedrock:ap-south-1:${account}:inference-profile/apac.${model}`,
        ['ap-northeast-1', 'ap-south-1', 'ap-southeast-1'].map((region) => modelIn(region)),
      ),
    ],
    [
      'a profile in GovCloud',
      {
        modelId: `us-gov.${model}`,
        region: 'us-gov-west-1',
        partition: 'aws-us-gov',
        modelRegions: ['us-gov-east-1'],
      },
      profileStatements(`arn:aws-us-gov:bedrock:us-gov-west-1:${account}:inference-profile/us-gov.${model}`, [
        modelIn('us-gov-east-1', 'aws-us-gov'),
        modelIn('us-gov-west-1', 'aws-us-gov'),
      ]),
    ],
    [
      'a profile of the Americas',
      { modelId: `amer.${model}`, modelRegions: ['us-east-1', 'ca-central-1'] },
      profileStatements(
        `arn:aws:bedrock:us-east-2:${account}:inference-profile/amer.${model}`,
        ['ca-central-1', 'us-east-1', 'us-east-2'].map((region) => modelIn(region)),
      ),
    ],
    [
      'a model in the European Sovereign Cloud',
      { modelId: model, region: 'eusc-de-east-1', partition: 'aws-eusc' },
      [statement('InvokeFoundationModel', modelIn('eusc-de-east-1', 'aws-eusc'))],
    ],
    [
      'a global profile',
      { modelId: `global.${model}` },
      [
        ...profileStatements(
          `arn:aws:bedrock:us-east-2:${account}:inference-profile/global.${model}`,
          modelIn('us-east-2'),
        ),
        statement('InvokeModelThroughProfileAnywhere', modelIn(''), {
          'bedrock:InferenceProfileArn': `arn:aws:bedrock:us-east-2:${account}:inference-profile/global.${model}`,
          'aws:RequestedRegion': 'unspecified',
        }),
      ],
    ],
    [
      'an application profile of a model',
      { modelId: application, foundationModelId: model },
      profileStatements(application, modelIn('us-east-2')),
    ],
    [
      'an application profile copied from a geographic profile',
      { modelId: application, foundationModelId: `us.${model}` },
      profileStatements(application, usRegions),
    ],
    [
      'an application profile whose Regions are set',
      { modelId: application, foundationModelId: model, modelRegions: ['us-west-2'] },
      profileStatements(application, [modelIn('us-east-2'), modelIn('us-west-2')]),
    ],
  ])('grants exactly what %s needs', (_, testCase, statements) => {
    expect(statementsFor(testCase)).toEqual(statements);
  });
});

describe('modelDestinations', () => {
  it('rejects a profile whose Regions are not known and says how to find them', () => {
    expect(() => statementsFor({ modelId: `amer.${model}`, region: 'ca-central-1' })).toThrow(
      `get-inference-profile --inference-profile-identifier amer.${model} --region ca-central-1`,
    );
  });

  it('rejects Regions for a global profile', () => {
    expect(() => statementsFor({ modelId: `global.${model}`, modelRegions: ['us-east-1'] })).toThrow(
      'runs in every commercial Region; leave it out',
    );
  });
});

describe('inferenceProfileRegions', () => {
  it.each(inferenceProfileRegions.map((row) => [`${row.geo}.${row.models[0]}`, row] as const))(
    'names each Region of %s profiles once',
    (_, { sources, destinations }) => {
      expect(destinations).toEqual([...new Set(destinations)]);
      expect(sources).toEqual([...new Set(sources)]);
    },
  );

  // AWS, the tables of the user guide and of the models' pages; each is a text model's.
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
    expect(modelDestinations(parseModelId(modelId), region, undefined)).toEqual(
      expect.arrayContaining([...routedTo]),
    );
  });
});
