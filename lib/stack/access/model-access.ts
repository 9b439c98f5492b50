import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { PlacedModel } from '../../settings/settings.ts';

export interface ModelAccessProps {
  /** The model, and the Regions in which it may run. */
  readonly model: Pick<PlacedModel, 'id' | 'destinations'>;
  /** Suffix of each statement id, to tell two models apart in one policy. @default - none */
  readonly sidSuffix?: string;
  /** The Region of the stack. */
  readonly region: string;
  /** The account of the stack; may be a token. */
  readonly account: string;
  /** The partition of the stack, such as `aws-eusc`; may be a token. */
  readonly partition: string;
}

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
 */
export function modelAccessStatements(props: ModelAccessProps): PolicyStatement[] {
  const { id: model, destinations } = props.model;
  const { region, partition, sidSuffix = '' } = props;
  const modelArn = (modelRegion: string): string =>
    `arn:${partition}:bedrock:${modelRegion}::foundation-model/${model.foundationModelId}`;
  if (model.form === 'foundation-model') {
    return [invokeModel(`InvokeFoundationModel${sidSuffix}`, [modelArn(region)])];
  }

  const profileArn =
    model.form === 'inference-profile'
      ? `arn:${partition}:bedrock:${region}:${model.arn?.account ?? props.account}:inference-profile/${model.profileId}`
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

function invokeModel(sid: string, resources: string[], equals?: Record<string, string>): PolicyStatement {
  return new PolicyStatement({
    sid,
    actions: ['bedrock:InvokeModel'],
    resources,
    ...(equals !== undefined && { conditions: { StringEquals: equals } }),
  });
}
