import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

export interface GuardrailAccessProps {
  /** The guardrail's id or ARN. @default - no guardrail */
  readonly guardrailId?: string | undefined;
  /** The Region of the stack. */
  readonly region: string;
  /** The account of the stack; may be a token. */
  readonly account: string;
  /** The partition of the stack, such as `aws-eusc`; may be a token. */
  readonly partition: string;
}

/**
 * The permission to apply the configured guardrail, and no other.
 *
 * A guardrail with cross-Region inference also needs access to its guardrail profile, which is not granted:
 * https://docs.aws.amazon.com/bedrock/latest/userguide/guardrail-profiles-permissions.html
 */
export function guardrailAccessStatements(props: GuardrailAccessProps): PolicyStatement[] {
  const { guardrailId, region, account, partition } = props;
  if (guardrailId === undefined) return [];
  const arn = guardrailId.startsWith('arn:')
    ? guardrailId
    : `arn:${partition}:bedrock:${region}:${account}:guardrail/${guardrailId}`;
  return [
    new PolicyStatement({ sid: 'ApplyGuardrail', actions: ['bedrock:ApplyGuardrail'], resources: [arn] }),
  ];
}
