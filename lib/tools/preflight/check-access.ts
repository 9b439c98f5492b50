import { type BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { BlogFailure } from '../../../lambda/core/errors.ts';
import { withDefaults } from '../../../lambda/core/request/blog-request.ts';
import type { Settings } from '../../settings/settings.ts';
import { explainRefusal } from './access-refusal.ts';
import { answerLimit } from './clients.ts';
import { type Finding, fail, pass } from './finding.ts';

export type AccessSettings = Pick<Settings, 'model' | 'region' | 'guardrailId' | 'guardrailVersion'>;

/**
 * Whether the model can be called: the prompt of a post and one token of an answer, which costs a fraction of a
 * cent. A guardrail that is set is passed along, as the functions do.
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
  const guarded = guardrailId === undefined ? '' : ` through the guardrail ${guardrailId}`;
  const answered = (tokens: string): Finding =>
    pass(`the model answered one call${guarded} (billed${tokens}: a fraction of a cent)`);
  try {
    const { promptTokenCount } = model.family.readBody(parse(body));
    return answered(promptTokenCount === undefined ? '' : `, ${promptTokenCount} tokens of prompt`);
  } catch (error) {
    if (!(error instanceof BlogFailure)) throw error;
    // One token is spent before a model that reasons begins to write.
    if (error.kind === 'empty-generation') return answered('');
    return fail(error.message, error.hint ?? 'set modelId to another model');
  }
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
