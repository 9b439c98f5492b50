import {
  type RefusalReason,
  refusalAdvice,
  refusalReason,
} from '../../../lambda/adapters/bedrock-refusals.ts';
import type { Settings } from '../../settings/settings.ts';
import { readAwsFailure, toFinding, unreachable } from './aws-failure.ts';
import { chooseAnother } from './check-model.ts';
import { type Finding, fail, warn } from './finding.ts';

const action = 'bedrock:InvokeModel';

const whatIsWrong: Readonly<Record<Exclude<RefusalReason, 'model-gone'>, (modelId: string) => string>> = {
  'daily-quota': (modelId) => `the quota of ${modelId} for this day is used up`,
  'use-case-form': (modelId) => `the provider of ${modelId} asks for a form first`,
  'account-restricted': () => 'AWS does not let this account use Bedrock',
  'profile-required': (modelId) => `${modelId} can only be invoked through an inference profile`,
};

/** Why the model refused the call, and what to do. Source of the exceptions: AWS, "Troubleshooting Amazon Bedrock API error codes". */
export function explainRefusal(
  error: unknown,
  { model, region, guardrailId }: Pick<Settings, 'model' | 'region' | 'guardrailId'>,
): Finding {
  const modelId = model.id.id;
  const { kind, name, said } = readAwsFailure(error);
  if (kind === 'unreachable') return unreachable(region, said);
  if (kind === 'denied' && refusalReason(said) === undefined) return explainDenial(said, modelId);
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
  const reason = refusalReason(said);
  if (reason !== undefined && reason !== 'model-gone') {
    return fail(`${whatIsWrong[reason](modelId)} (${said})`, refusalAdvice(reason, modelId));
  }
  if (kind === 'throttled') {
    return fail(
      `a single call was throttled (${said})`,
      'see the quota below: wait for it to refill, or ask AWS for more in Service Quotas; a new account may start at almost none',
    );
  }
  if (kind === 'missing' || reason === 'model-gone') {
    return fail(`${modelId} is not to be had in ${region} (${said})`, chooseAnother);
  }
  if (name === 'ValidationException') {
    return fail(`Bedrock refused the call of ${modelId} (${said})`, chooseAnother);
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
