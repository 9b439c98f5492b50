import type { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { PlacedModel } from '../../settings/settings.ts';

/** Where the stack is; account and partition may be tokens. */
type Place = Pick<Stack, 'region' | 'account' | 'partition'>;

/**
 * The permission to call `bedrock:InvokeModel` on the configured model, and no other.
 *
 * - A foundation model: its ARN in the stack's Region.
 * - A profile: (A) the profile's own ARN, and (B) the model's ARN in each Region it may route to, usable only
 *   through that profile. Only B has the condition: A has no such key, so the call would be denied.
 *   https://docs.aws.amazon.com/bedrock/latest/userguide/geographic-cross-region-inference.html
 * - A `global.` profile: B is the model in the stack's Region, and (C) the model ARN without a Region, which covers
 *   every Region: AWS then sets `aws:RequestedRegion` to `unspecified`.
 *   https://docs.aws.amazon.com/bedrock/latest/userguide/global-cross-region-inference.html
 *
 * @param sidSuffix at the end of each statement's id, to distinguish two models in one policy
 */
export function modelAccessStatements(
  { id: model, destinations }: Pick<PlacedModel, 'id' | 'destinations'>,
  { region, account, partition }: Place,
  sidSuffix = '',
): PolicyStatement[] {
  const modelArn = (modelRegion: string): string =>
    `arn:${partition}:bedrock:${modelRegion}::foundation-model/${model.foundationModelId}`;
  if (model.form === 'foundation-model') {
    return [invokeModel(`InvokeFoundationModel${sidSuffix}`, [modelArn(region)])];
  }

  const profileArn =
    model.form === 'inference-profile'
      ? `arn:${partition}:bedrock:${region}:${model.arn?.account ?? account}:inference-profile/${model.geo}.${model.foundationModelId}`
      : model.id;
  const throughProfile = { 'bedrock:InferenceProfileArn': profileArn };
  const regions = destinations === 'worldwide' ? [region] : destinations;
  const statements = [
    invokeModel(`InvokeInferenceProfile${sidSuffix}`, [profileArn]),
    invokeModel(`InvokeModelThroughProfile${sidSuffix}`, regions.map(modelArn), throughProfile),
  ];
  if (destinations === 'worldwide') {
    const anywhere = { ...throughProfile, 'aws:RequestedRegion': 'unspecified' };
    statements.push(invokeModel(`InvokeModelThroughProfileAnywhere${sidSuffix}`, [modelArn('')], anywhere));
  }
  return statements;
}

/**
 * The permission to apply the configured guardrail, and no other.
 *
 * A guardrail with cross-Region inference also needs access to its guardrail profile, which is not granted:
 * https://docs.aws.amazon.com/bedrock/latest/userguide/guardrail-profiles-permissions.html
 */
export function guardrailAccessStatement(
  guardrailId: string,
  { region, account, partition }: Place,
): PolicyStatement {
  const arn = guardrailId.startsWith('arn:')
    ? guardrailId
    : `arn:${partition}:bedrock:${region}:${account}:guardrail/${guardrailId}`;
  return new PolicyStatement({
    sid: 'ApplyGuardrail',
    actions: ['bedrock:ApplyGuardrail'],
    resources: [arn],
  });
}

function invokeModel(sid: string, resources: string[], equals?: Record<string, string>): PolicyStatement {
  return new PolicyStatement({
    sid,
    actions: ['bedrock:InvokeModel'],
    resources,
    ...(equals !== undefined && { conditions: { StringEquals: equals } }),
  });
}
