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
  return modelAccessStatements({
    model: { id: parsed, destinations },
    region,
    account,
    partition,
  }).map((s) => s.toStatementJson());
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
    expect(() => statementsFor({ modelId: `jp.${model}`, region: 'ap-northeast-1' })).toThrow(
      `get-inference-profile --inference-profile-identifier jp.${model} --region ap-northeast-1`,
    );
  });

  it('rejects Regions for a global profile', () => {
    expect(() => statementsFor({ modelId: `global.${model}`, modelRegions: ['us-east-1'] })).toThrow(
      'runs in every commercial Region; leave it out',
    );
  });
});

describe('inferenceProfileRegions', () => {
  const rows = inferenceProfileRegions.flatMap(({ destinations }) => Object.entries(destinations));

  it.each(rows)(
    'lets a call from %s stay there, and names its Regions once and in order',
    (source, regions) => {
      expect(regions).toContain(source);
      expect(regions).toEqual([...new Set(regions)].sort());
    },
  );
});
