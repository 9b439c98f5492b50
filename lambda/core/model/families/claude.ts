import type { FieldError } from '../../errors.ts';
import { buildInstruction } from '../../post/prompt.ts';
import { type BlogRequest, isChosen } from '../../request/blog-request.ts';
import { readClaudeTraits, type Sampling } from './claude-traits.ts';
import { createFamily, joinTexts, type ModelFamily } from './model-family.ts';

/**
 * Anthropic's Claude, by its Messages API. Source: AWS, Amazon Bedrock user guide, "Anthropic Claude Messages API:
 * Request and Response" (model-parameters-anthropic-claude-messages-request-response).
 *
 * @param foundationModelId decides which parameters the version accepts
 */
export function claude(foundationModelId: string): ModelFamily {
  const { sampling, canStopThinking } = readClaudeTraits(foundationModelId);
  return createFamily({
    name: 'Anthropic Claude',
    findFaults: (request) => findSamplingFaults(request, sampling, foundationModelId),
    buildBody: (request) => ({
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: request.maxGenLen,
      messages: [{ role: 'user', content: [{ type: 'text', text: buildInstruction(request) }] }],
      ...buildSampling(request, sampling),
      // A post needs no thinking, which counts against max_gen_len.
      ...(canStopThinking && { thinking: { type: 'disabled' } }),
    }),
    textField: 'content',
    findParts: (answer) => ({
      text: joinTexts(answer?.content),
      stopReason: answer?.stop_reason,
      promptTokens: answer?.usage?.input_tokens,
      generationTokens: answer?.usage?.output_tokens,
    }),
    stopReasons: {
      end_turn: 'stop',
      stop_sequence: 'stop',
      max_tokens: 'length',
      model_context_window_exceeded: 'length',
      refusal: 'refused',
    },
  });
}

function buildSampling(request: BlogRequest, sampling: Sampling): Record<string, number> {
  const { temperature, topP } = request;
  if (sampling === 'none') return {};
  if (!isChosen(request, 'top_p')) return { temperature };
  return sampling === 'both' ? { temperature, top_p: topP } : { top_p: topP };
}

function findSamplingFaults(request: BlogRequest, sampling: Sampling, model: string): FieldError[] {
  const chosen = (['temperature', 'top_p'] as const).filter((field) => isChosen(request, field));
  if (sampling === 'none') {
    return chosen.map((field) => ({ field, message: `is not accepted by the model ${model}; leave it out` }));
  }
  if (sampling === 'both' || chosen.length < 2) return [];
  const message = `is one too many: the model ${model} accepts temperature or top_p, not both`;
  return chosen.map((field) => ({ field, message }));
}
