import { buildInstPrompt, buildInstruction } from '../../post/prompt.ts';
import type { BlogRequest } from '../../request/blog-request.ts';
import { tokenCounts, toStopReason, type Unknown, unlikeFamily } from './answer-parts.ts';
import type { ModelFamily } from './model-family.ts';

/** The templates a Llama model can be prompted with: `inst` of Llama 2, or its generation's own. */
export const promptFormats = ['inst', 'llama3'] as const;
export type PromptFormat = (typeof promptFormats)[number];

const name = 'Meta Llama';

/**
 * Meta's Llama text models. Source of request, answer and the template of Llama 3: AWS, Amazon Bedrock user guide,
 * "Meta Llama models" (model-parameters-meta). Source of the template of Llama 4: Meta, "Llama 4: Model Cards and
 * Prompt formats".
 *
 * @param foundationModelId tells the generation; `llama3` with a model of Llama 4 is that one's own template
 */
export function llama(foundationModelId: string, promptFormat: PromptFormat): ModelFamily {
  const buildPrompt =
    promptFormat === 'inst'
      ? buildInstPrompt
      : foundationModelId.includes('llama4')
        ? buildLlama4Prompt
        : buildLlama3Prompt;
  return {
    name,

    buildBody: (request) => ({
      prompt: buildPrompt(request),
      max_gen_len: request.maxGenLen,
      temperature: request.temperature,
      top_p: request.topP,
    }),

    readBody(body) {
      const answer = body as Unknown;
      const text: unknown = answer?.generation;
      if (typeof text !== 'string') throw unlikeFamily(name, 'generation');
      return {
        text,
        stopReason: toStopReason(answer?.stop_reason, {}),
        ...tokenCounts(answer?.prompt_token_count, answer?.generation_token_count),
      };
    },
  };
}

function buildLlama3Prompt(request: BlogRequest): string {
  return (
    `<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\n${buildInstruction(request)}<|eot_id|>` +
    '<|start_header_id|>assistant<|end_header_id|>\n\n'
  );
}

function buildLlama4Prompt(request: BlogRequest): string {
  return (
    `<|begin_of_text|><|header_start|>user<|header_end|>\n\n${buildInstruction(request)}<|eot|>` +
    '<|header_start|>assistant<|header_end|>\n\n'
  );
}
