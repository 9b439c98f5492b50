import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { ModelId } from '../lambda/core/model-id.ts';
import type { ModelDestinations } from './model-destinations.ts';

export interface ModelAccessProps {
  readonly model: ModelId;
  /** The Regions in which the model may run, see `modelDestinations`. */
  readonly destinations: ModelDestinations;
  /** The Region of the stack. */
  readonly region: string;
  /** The account of the stack; may be a token. */
  readonly account: string;
}

/**
 * What a role needs to call `bedrock:InvokeModel` on the configured model, and nothing more.
 *
 * - A foundation model: its ARN in the stack's Region.
 * - A profile: (A) the profile's own ARN, and (B) the model's ARN in each Region it may route to, usable only
 *   through that profile. The condition stands on B alone: on A its key is absent, and the call were denied.
 *   https://docs.aws.amazon.com/bedrock/latest/userguide/geographic-cross-region-inference.html
 * - A `global.` profile: B is the model in the stack's Region, and (C) the model without a Region, which stands
 *   for every Region: AWS then sets `aws:RequestedRegion` to `unspecified`.
 *   https://docs.aws.amazon.com/bedrock/latest/userguide/global-cross-region-inference.html
 */
export function modelAccessStatements(props: ModelAccessProps): PolicyStatement[] {
  const { model, destinations, region } = props;
  const partition = RegionInfo.get(region).partition ?? 'aws';
  const modelArn = (modelRegion: string): string =>
    `arn:${partition}:bedrock:${modelRegion}::foundation-model/${model.foundationModelId}`;
  if (model.form === 'foundation-model') {
    return [invokeModel('InvokeFoundationModel', [modelArn(region)])];
  }

  const profileArn =
    model.form === 'inference-profile'
      ? `arn:${partition}:bedrock:${region}:${model.arn?.account ?? props.account}:inference-profile/${model.profileId}`
      : model.id;
  const throughProfile = { 'bedrock:InferenceProfileArn': profileArn };
  const regions = destinations === 'worldwide' ? [region] : destinations;
  const statements = [
    invokeModel('InvokeInferenceProfile', [profileArn]),
    invokeModel('InvokeModelThroughProfile', regions.map(modelArn), throughProfile),
  ];
  if (destinations === 'worldwide') {
    const anywhere = { ...throughProfile, 'aws:RequestedRegion': 'unspecified' };
    statements.push(invokeModel('InvokeModelThroughProfileAnywhere', [modelArn('')], anywhere));
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
