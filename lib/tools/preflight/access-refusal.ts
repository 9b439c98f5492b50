import {
  type RefusalReason,
  refusalAdvice,
  refusalReason,
} from '../../../lambda/adapters/bedrock-refusals.ts';
import type { Settings } from '../../settings/settings.ts';
import { readAwsFailure } from '../aws-failure.ts';
import { chooseAnother } from './check-model.ts';
import { failedCall } from './failed-call.ts';
import { type Finding, fail, warn } from './finding.ts';

/** The IAM action of the call. */
export const invokeModel = 'bedrock:InvokeModel';

const whatIsWrong: Readonly<Record<Exclude<RefusalReason, 'model-gone'>, (modelId: string) => string>> = {
  'daily-quota': (modelId) => `the quota of ${modelId} for this day is used up`,
  'use-case-form': (modelId) => `the provider of ${modelId} requires a form first`,
  'account-restricted': () => 'AWS does not let this account use Bedrock',
  'profile-required': (modelId) => `${modelId} can only be invoked through an inference profile`,
};

/** Why the model refused the call, and what to do. Source of the exceptions: AWS, "Troubleshooting Amazon Bedrock API error codes". */
export function explainRefusal(
  error: unknown,
  { model, region, guardrailId }: Pick<Settings, 'model' | 'region' | 'guardrailId'>,
): Finding {
  const modelId = model.id.id;
  const { kind, name, message: said } = readAwsFailure(error);
  const reason = refusalReason(said);
  if (kind === 'denied' && reason === undefined) return explainDenial(said, modelId);
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
    return fail(`${modelId} is not available in ${region} (${said})`, chooseAnother);
  }
  if (name === 'ValidationException') {
    return fail(`Bedrock refused the call of ${modelId} (${said})`, chooseAnother);
  }
  return failedCall(error, invokeModel, region);
}

/** The functions' role may be allowed what these credentials are not, but not what is denied to everyone. */
function explainDenial(said: string, modelId: string): Finding {
  if (/service control policy|resource control policy/i.test(said)) {
    return fail(
      `an organization policy denies the model (${said})`,
      `ask its administrators to allow ${invokeModel} in every Region that ${modelId} routes to`,
    );
  }
  if (said.includes(`not authorized to perform: ${invokeModel}`)) {
    return warn(
      `not checked: these credentials do not allow ${invokeModel} on ${modelId}`,
      `allow ${invokeModel} to be sure; the deployed functions have their own role, which allows it`,
    );
  }
  return fail(
    `the account may not use ${modelId} (${said})`,
    "call it once in the Bedrock console with credentials that may subscribe (aws-marketplace:Subscribe), and fill in its provider's form if there is one",
  );
}
