import { type BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { findRefusal, refusals } from '../../../lambda/adapters/bedrock-refusals.ts';
import { BlogFailure } from '../../../lambda/core/errors.ts';
import { withDefaults } from '../../../lambda/core/request/blog-request.ts';
import { parseObject } from '../../command/json-object.ts';
import type { Settings } from '../../settings/settings.ts';
import { readAwsFailure } from '../aws-failure.ts';
import { chooseAnother } from './check-model.ts';
import { answerLimit } from './clients.ts';
import { type Finding, fail, failedCall, pass, warn } from './finding.ts';

type AccessSettings = Pick<Settings, 'model' | 'region' | 'guardrailId' | 'guardrailVersion'>;

/** The IAM action of the call. */
export const invokeModel = 'bedrock:InvokeModel';

/**
 * Whether the model can be called: with the prompt of a post and one token of an answer, which costs a fraction of a
 * cent, and through the guardrail if one is set.
 */
export async function checkAccess(client: BedrockRuntimeClient, settings: AccessSettings): Promise<Finding> {
  const { model, guardrailId, guardrailVersion } = settings;
  const request = withDefaults({ blogTopic: 'Clouds', maxGenLen: 1 });
  const command = new InvokeModelCommand({
    modelId: model.id.id,
    contentType: 'application/json',
    accept: 'application/json',
    body: JSON.stringify(model.family.buildBody(request)),
    ...(guardrailId !== undefined && { guardrailIdentifier: guardrailId, guardrailVersion }),
  });
  let body: Uint8Array;
  try {
    ({ body } = await client.send(command, answerLimit()));
  } catch (error) {
    return explainRefusal(error, settings);
  }
  const answered = (tokens: string): Finding =>
    pass(`the model answered one call${through(guardrailId)} (billed${tokens}: a fraction of a cent)`);
  try {
    const { promptTokenCount } = model.family.readBody(parseObject(new TextDecoder().decode(body)));
    return answered(promptTokenCount === undefined ? '' : `, ${promptTokenCount} tokens of prompt`);
  } catch (error) {
    if (!(error instanceof BlogFailure)) throw error;
    return fail(error.message, error.hint ?? 'set modelId to another model');
  }
}

function through(guardrailId: string | undefined): string {
  return guardrailId === undefined ? '' : ` through the guardrail ${guardrailId}`;
}

const noAnswer = ['ModelNotReadyException', 'ModelTimeoutException', 'ModelErrorException'];

/** Source of the exceptions: AWS, "Troubleshooting Amazon Bedrock API error codes". */
function explainRefusal(error: unknown, { model, region, guardrailId }: AccessSettings): Finding {
  const { kind, name, message } = readAwsFailure(error);
  const modelId = model.id.id;
  const refused = `Bedrock refused the call of ${modelId}${through(guardrailId)} (${message})`;
  const refusal = findRefusal(message);
  if (refusal !== undefined) return fail(refused, refusal.advice(modelId));
  if (kind === 'denied')
    return explainDenial(message, modelId) ?? fail(refused, refusals.noModelAccess.advice(modelId));
  // The first has the status of throttling, 429.
  if (noAnswer.includes(name)) {
    return warn(`the model did not answer (${name}: ${message})`, 'run this again in a minute');
  }
  if (kind === 'throttled') {
    return fail(
      `a single call was throttled (${message})`,
      'see the quota below: wait for it to refill, or ask AWS for more in Service Quotas; a new account may start at almost none',
    );
  }
  if (kind === 'missing' || name === 'ValidationException') return fail(refused, chooseAnother);
  return failedCall(error, invokeModel, region);
}

/** The functions' role may be allowed what these credentials are not, but not what is denied to everyone. */
function explainDenial(message: string, modelId: string): Finding | undefined {
  if (/service control policy|resource control policy/i.test(message)) {
    return fail(
      `an organization policy denies the model (${message})`,
      `ask its administrators to allow ${invokeModel} in every Region that ${modelId} routes to`,
    );
  }
  const [, action] = /not authorized to perform: (bedrock:\w+(?: on resource: \S+)?)/.exec(message) ?? [];
  if (action === undefined) return undefined;
  return warn(
    `not checked: these credentials do not allow ${action}`,
    `allow it to be sure; the deployed functions have their own role, which allows it`,
  );
}
