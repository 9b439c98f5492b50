import { readAwsFailure, toFinding, unreachable } from './aws-failure.ts';
import type { AccessSettings } from './check-access.ts';
import { chooseAnother } from './check-model.ts';
import { type Finding, fail, warn } from './finding.ts';

const action = 'bedrock:InvokeModel';

/** Why the model refused the call, and what to do. Source of the exceptions: AWS, "Troubleshooting Amazon Bedrock API error codes". */
export function explainRefusal(error: unknown, { model, region, guardrailId }: AccessSettings): Finding {
  const modelId = model.id.id;
  const { kind, name, said } = readAwsFailure(error);
  if (kind === 'unreachable') return unreachable(region, said);
  if (kind === 'denied') return explainDenial(said, modelId);
  if (guardrailId !== undefined && /guardrail/i.test(said)) {
    return fail(
      `the guardrail ${guardrailId} was refused (${said})`,
      `set guardrailId and guardrailVersion to what "aws bedrock list-guardrails --region ${region}" lists`,
    );
  }
  // The first has the status of throttling, 429.
  if (['ModelNotReadyException', 'ModelTimeoutException', 'ModelErrorException'].includes(name)) {
    return warn(`the model did not answer (${name}: ${said})`, 'run this again in a minute');
  }
  if (kind === 'throttled') {
    return fail(
      `a single call was throttled (${said})`,
      'see the quota below: wait for it to refill, or ask AWS for more in Service Quotas; a new account may start at almost none',
    );
  }
  if (/on-demand throughput/i.test(said)) {
    return fail(
      `${modelId} can only be invoked through an inference profile`,
      "set modelId to the profile's id: the model's with its geography in front (us., eu., apac., …)",
    );
  }
  if (kind === 'missing') return fail(`${modelId} is not to be had in ${region} (${said})`, chooseAnother);
  if (name === 'ValidationException') {
    return fail(
      `Bedrock refused the call of ${modelId} (${said})`,
      `${chooseAnother}; where it says "Operation not allowed", ask AWS Support to open Bedrock to the account`,
    );
  }
  return toFinding(error, action, region);
}

/** What is denied to these credentials may be allowed to the functions' role, but not what is denied to everyone. */
function explainDenial(said: string, modelId: string): Finding {
  if (/service control policy|resource control policy/i.test(said)) {
    return fail(
      `a policy of the organization denies the model (${said})`,
      `ask those who keep it to allow ${action} in every Region that ${modelId} routes to`,
    );
  }
  if (said.includes(`not authorized to perform: ${action}`)) {
    return warn(
      `not looked at: these credentials may not ${action} on ${modelId}`,
      `allow ${action} to be sure; the deployed functions have a role of their own that may`,
    );
  }
  return fail(
    `the account may not use ${modelId} (${said})`,
    "call it once in the Bedrock console with credentials that may subscribe (aws-marketplace:Subscribe), and fill in its provider's form if there is one",
  );
}
