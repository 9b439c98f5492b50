import { describe, expect, it } from 'vitest';
import { ModelIdError, parseModelId } from '../../../../lambda/core/model/model-id.ts';
import { thrownBy } from '../../thrown-by.ts';

const model = 'meta.llama3-1-8b-instruct-v1:0';
const east2 = { partition: 'aws', region: 'us-east-2' };
const owned = { ...east2, account: '123456789012' };
const application = 'arn:aws:bedrock:us-east-2:123456789012:application-inference-profile/a1b2c3d4e5f6';

/** What is read, the id, the model beside it, and what comes of it. */
type Row = [string, string, string | undefined, object];

describe('parseModelId', () => {
  it.each<Row>([
    ['a model id', model, undefined, { form: 'foundation-model' }],
    [
      "a model's ARN",
      `arn:aws:bedrock:us-east-2::foundation-model/${model}`,
      undefined,
      { form: 'foundation-model', arn: east2 },
    ],
    ...['us', 'eu', 'apac', 'us-gov', 'jp', 'au', 'ca', 'amer', 'global', 'emea'].map<Row>((geo) => [
      `a ${geo}. profile id`,
      `${geo}.${model}`,
      undefined,
      { form: 'inference-profile', geo },
    ]),
    [
      "a profile's ARN",
      `arn:aws:bedrock:us-east-2:123456789012:inference-profile/us.${model}`,
      undefined,
      { form: 'inference-profile', geo: 'us', arn: owned },
    ],
    [
      "a profile's ARN in GovCloud",
      `arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:inference-profile/us-gov.${model}`,
      undefined,
      {
        form: 'inference-profile',
        geo: 'us-gov',
        arn: { partition: 'aws-us-gov', region: 'us-gov-west-1', account: '123456789012' },
      },
    ],
    [
      "a model's ARN in China",
      `arn:aws-cn:bedrock:cn-north-1::foundation-model/${model}`,
      undefined,
      { form: 'foundation-model', arn: { partition: 'aws-cn', region: 'cn-north-1' } },
    ],
    ...[
      ['aws-eusc', 'eusc-de-east-1'],
      ['aws-iso', 'us-iso-east-1'],
      ['aws-iso-e', 'eu-isoe-west-1'],
    ].map<Row>(([partition, region]) => [
      `a model's ARN in ${partition}`,
      `arn:${partition}:bedrock:${region}::foundation-model/${model}`,
      undefined,
      { form: 'foundation-model', arn: { partition, region } },
    ]),
    [
      "an application profile's ARN with its model",
      application,
      model,
      { form: 'application-inference-profile', arn: owned },
    ],
    [
      "an application profile's ARN with the profile it was copied from",
      application,
      `us.${model}`,
      { form: 'application-inference-profile', arn: owned, geo: 'us' },
    ],
    [
      'a profile id with its own model beside it',
      `us.${model}`,
      model,
      { form: 'inference-profile', geo: 'us' },
    ],
  ])('reads %s', (_, id, foundationModelId, expected) => {
    expect(parseModelId(id, foundationModelId)).toEqual({ id, foundationModelId: model, ...expected });
  });

  it.each([
    ['a text that is none', 'llama', 'is not a model id'],
    ['an empty text', '', 'is not a model id'],
    ['spaces around it', ` ${model}`, 'is not a model id'],
    ['capital letters', 'Meta.Llama', 'is not a model id'],
    ['a wildcard', 'arn:aws:bedrock:us-east-2::foundation-model/*', 'is not the ARN of a Bedrock model'],
    [
      'another service',
      `arn:aws:s3:us-east-2::foundation-model/${model}`,
      'is not the ARN of a Bedrock model',
    ],
    [
      'another cloud',
      `arn:cloud:bedrock:us-east-2::foundation-model/${model}`,
      'is not the ARN of a Bedrock model',
    ],
    ['no Region', `arn:aws:bedrock:ohio::foundation-model/${model}`, 'is not the ARN of a Bedrock model'],
    [
      'a provisioned model',
      'arn:aws:bedrock:us-east-2:123456789012:provisioned-model/a1b2c3',
      'is the ARN of a provisioned-model, which is not supported',
    ],
    [
      'a custom model',
      'arn:aws:bedrock:us-east-2:123456789012:custom-model/a1b2c3',
      'is the ARN of a custom-model, which is not supported',
    ],
    [
      'a prompt router',
      'arn:aws:bedrock:us-east-2:123456789012:default-prompt-router/meta.llama:1',
      'is the ARN of a default-prompt-router, which is not supported',
    ],
    [
      'a profile called a model',
      `arn:aws:bedrock:us-east-2::foundation-model/us.${model}`,
      'says foundation-model, but',
    ],
    [
      'a model called a profile',
      `arn:aws:bedrock:us-east-2:123456789012:inference-profile/${model}`,
      'says inference-profile, but',
    ],
    [
      'a profile without account',
      `arn:aws:bedrock:us-east-2::inference-profile/us.${model}`,
      'lacks the account',
    ],
    [
      'a model with account',
      `arn:aws:bedrock:us-east-2:123456789012:foundation-model/${model}`,
      'names an account',
    ],
  ])('refuses %s with what was received and what to supply', (_, id, what) => {
    const fault = thrownBy(ModelIdError, () => parseModelId(id));
    expect(fault.field).toBe('modelId');
    expect(fault.message).toContain(`received "${id}", which ${what}`);
    expect(fault.message).toContain('supply a model id (meta.llama3-1-8b-instruct-v1:0)');
  });

  it.each([
    ['is missing', undefined, 'no foundation model id is set'],
    ['is not a model id', 'llama', 'received "llama", which is not a model id'],
    ['is an ARN', `arn:aws:bedrock:us-east-2::foundation-model/${model}`, 'which is not a model id'],
  ])('refuses an application profile where the model beside it %s', (_, foundationModelId, what) => {
    const fault = thrownBy(ModelIdError, () => parseModelId(application, foundationModelId));
    expect(fault.field).toBe('foundationModelId');
    expect(fault.message).toContain(what);
    expect(fault.message).toContain('supply the id of the model behind the profile');
  });

  it('refuses a model beside an id that names another', () => {
    const fault = thrownBy(ModelIdError, () =>
      parseModelId(`us.${model}`, 'meta.llama3-1-70b-instruct-v1:0'),
    );
    expect(fault.field).toBe('foundationModelId');
    expect(fault.message).toContain(`the model of "us.${model}" is "${model}"; leave it out`);
  });
});
