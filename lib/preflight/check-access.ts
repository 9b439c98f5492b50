import { type BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { withDefaults } from '../../lambda/core/blog-request.ts';
import { BlogFailure } from '../../lambda/core/errors.ts';
import { llama } from '../../lambda/core/llama.ts';
import type { Settings } from '../settings.ts';
import { explainRefusal } from './access-refusal.ts';
import { answerLimit } from './clients.ts';
import { type Finding, fail, pass } from './finding.ts';

export type AccessSettings = Pick<Settings, 'modelId' | 'region' | 'guardrailId' | 'guardrailVersion'>;

/**
 * Whether the model can be called: the prompt of a post and one token of an answer, which costs a fraction of a
 * cent. A guardrail that is set is passed along, as the functions do.
 */
export async function checkAccess(client: BedrockRuntimeClient, settings: AccessSettings): Promise<Finding> {
  const { modelId, guardrailId, guardrailVersion } = settings;
  const request = withDefaults({ blogTopic: 'Clouds', maxGenLen: 1 });
  const command = new InvokeModelCommand({
    modelId,
    contentType: 'application/json',
    accept: 'application/json',
    body: JSON.stringify(llama.buildBody(request)),
    ...(guardrailId !== undefined && { guardrailIdentifier: guardrailId, guardrailVersion }),
  });
  let body: Uint8Array;
  try {
    ({ body } = await client.send(command, answerLimit()));
  } catch (error) {
    return explainRefusal(error, settings);
  }
  try {
    const { promptTokenCount } = llama.readBody(parse(body));
    const tokens = promptTokenCount === undefined ? '' : `, ${promptTokenCount} tokens of prompt`;
    const guarded = guardrailId === undefined ? '' : ` through the guardrail ${guardrailId}`;
    return pass(`the model answered one call${guarded} (billed${tokens}: a fraction of a cent)`);
  } catch (error) {
    if (!(error instanceof BlogFailure)) throw error;
    return fail(error.message, error.hint ?? 'set modelId to a Meta Llama text model');
  }
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
