import { BlogFailure } from '../core/errors.ts';

/** What a trace says of a policy that let everything pass, and of the guardrail as a whole. */
const saysNothing: ReadonlySet<unknown> = new Set(['NONE', 'INTERVENED', 'GUARDRAIL_INTERVENED']);

/**
 * What a guardrail did with a call, by the body of its answer. `INTERVENED` alone is said of a text that was blocked
 * and replaced by the guardrail's own message, and of one in which personal data was masked (`{EMAIL}`) and which
 * AWS lets through: only the assessments in the trace tell the two apart, so without them nothing was let through.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-test.html the two fields
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_GuardrailTraceAssessment.html
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_GuardrailPiiEntityFilter.html `action`
 * @returns `masked` where the prompt or the text was let through masked; `undefined` where nothing was changed
 * @throws BlogFailure `guardrail-intervened`
 */
export function readGuardrail(body: unknown): 'masked' | undefined {
  const fields = (body ?? {}) as Readonly<Record<string, unknown>>;
  const action = fields['amazon-bedrock-guardrailAction'];
  if (action !== 'INTERVENED' && action !== 'GUARDRAIL_INTERVENED') return undefined;
  const actions = new Set(actionsIn(fields['amazon-bedrock-trace']).filter((said) => !saysNothing.has(said)));
  if (actions.has('ANONYMIZED') && actions.size === 1) return 'masked';
  throw new BlogFailure('guardrail-intervened', 'the guardrail intervened in the prompt or the text');
}

/** Every `action` in a trace, at whatever depth: of one policy and the next, for the prompt and for the text. */
function actionsIn(trace: unknown): unknown[] {
  if (typeof trace !== 'object' || trace === null) return [];
  return Object.entries(trace).flatMap(([name, value]) => {
    // The text as it was before: the model's words, not the guardrail's.
    if (name === 'modelOutput') return [];
    return name === 'action' ? [value] : actionsIn(value);
  });
}
