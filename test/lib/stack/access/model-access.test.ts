import { expect, it } from 'vitest';
import { parseModelId } from '../../../../lambda/core/model/model-id.ts';
import type { ModelDestinations } from '../../../../lib/settings/model-destinations.ts';
import { modelAccessStatements } from '../../../../lib/stack/access/model-access.ts';

const model = 'meta.llama3-1-8b-instruct-v1:0';
const account = '123456789012';
const us = ['us-east-1', 'us-east-2', 'us-west-2'];
const application = `arn:aws:bedrock:us-east-2:${account}:application-inference-profile/a1b2c3d4e5f6`;
const profileOf = (geo: string, owner = account): string =>
  `arn:aws:bedrock:us-east-2:${owner}:inference-profile/${geo}.${model}`;

const modelIn = (region: string, partition = 'aws'): string =>
  `arn:${partition}:bedrock:${region}::foundation-model/${model}`;
const govCloud = (region: string): string => modelIn(region, 'aws-us-gov');

function statement(sid: string, resource: string | string[], equals?: Record<string, string>): unknown {
  const condition = equals && { Condition: { StringEquals: equals } };
  return { Sid: sid, Effect: 'Allow', Action: 'bedrock:InvokeModel', Resource: resource, ...condition };
}

/** A on the profile, B on the model in each Region, usable through the profile only. */
function profileStatements(profileArn: string, models: string | string[]): unknown[] {
  return [
    statement('InvokeInferenceProfile', profileArn),
    statement('InvokeModelThroughProfile', models, { 'bedrock:InferenceProfileArn': profileArn }),
  ];
}

it.each<[string, string, ModelDestinations, unknown[], partition?: string]>([
  ['a model id', model, ['us-east-2'], [statement('InvokeFoundationModel', modelIn('us-east-2'))]],
  [
    "a model's ARN",
    modelIn('us-east-2'),
    ['us-east-2'],
    [statement('InvokeFoundationModel', modelIn('us-east-2'))],
  ],
  [
    'a profile id',
    `us.${model}`,
    us,
    profileStatements(
      profileOf('us'),
      us.map((region) => modelIn(region)),
    ),
  ],
  [
    "the ARN of another account's profile",
    profileOf('us', '999999999999'),
    us,
    profileStatements(
      profileOf('us', '999999999999'),
      us.map((region) => modelIn(region)),
    ),
  ],
  [
    'a profile in GovCloud',
    `us-gov.${model}`,
    ['us-gov-east-1', 'us-gov-west-1'],
    profileStatements(
      profileOf('us-gov').replace('arn:aws:', 'arn:aws-us-gov:'),
      ['us-gov-east-1', 'us-gov-west-1'].map(govCloud),
    ),
    'aws-us-gov',
  ],
  [
    'a global profile',
    `global.${model}`,
    'worldwide',
    [
      ...profileStatements(profileOf('global'), modelIn('us-east-2')),
      statement('InvokeModelThroughProfileAnywhere', modelIn(''), {
        'bedrock:InferenceProfileArn': profileOf('global'),
        'aws:RequestedRegion': 'unspecified',
      }),
    ],
  ],
  [
    'an application profile',
    application,
    ['us-east-2', 'us-west-2'],
    profileStatements(application, [modelIn('us-east-2'), modelIn('us-west-2')]),
  ],
])('grants exactly what %s needs', (_, modelId, destinations, statements, partition = 'aws') => {
  const id = parseModelId(modelId, model);
  const place = { region: 'us-east-2', account, partition };
  expect(modelAccessStatements({ id, destinations }, place).map((s) => s.toStatementJson())).toEqual(
    statements,
  );
});
