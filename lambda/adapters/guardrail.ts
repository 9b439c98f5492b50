import { BlogFailure } from '../core/errors.ts';

/** The actions in a trace of policies that changed nothing, and of the guardrail as a whole. */
const uninformative: ReadonlySet<unknown> = new Set(['NONE', 'INTERVENED', 'GUARDRAIL_INTERVENED']);

/**
 * What a guardrail did, according to the response body. `INTERVENED` can mean that the text was blocked and replaced
 * by the guardrail's own message, or that AWS returned the text with personal data masked (`{EMAIL}`). Only the
 * assessments in the trace distinguish the two; without them, the text counts as blocked.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-test.html the two fields
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_GuardrailTraceAssessment.html
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_GuardrailPiiEntityFilter.html `action`
 * @returns `masked` if parts of the prompt or the text were masked; `undefined` if nothing was changed
 * @throws BlogFailure `guardrail-intervened`
 */
export function readGuardrail(body: unknown): 'masked' | undefined {
  const fields = (body ?? {}) as Readonly<Record<string, unknown>>;
  const action = fields['amazon-bedrock-guardrailAction'];
  if (action !== 'INTERVENED' && action !== 'GUARDRAIL_INTERVENED') return undefined;
  const actions = new Set(
    actionsIn(fields['amazon-bedrock-trace']).filter((action) => !uninformative.has(action)),
  );
  if (actions.has('ANONYMIZED') && actions.size === 1) return 'masked';
  throw new BlogFailure('guardrail-intervened', 'the guardrail intervened in the prompt or the text');
}

/** Every `action` in a trace, at any depth: of all policies, for the prompt and for the text. */
function actionsIn(trace: unknown): unknown[] {
  if (typeof trace !== 'object' || trace === null) return [];
  return Object.entries(trace).flatMap(([name, value]) => {
    // The original text: written by the model, not by the guardrail.
    if (name === 'modelOutput') return [];
    return name === 'action' ? [value] : actionsIn(value);
  });
}
