import { buildInstPrompt, buildInstruction } from '../../post/prompt.ts';
import type { BlogRequest } from '../../request/blog-request.ts';
import { tokenCounts, toStopReason, type Unknown, unlikeFamily } from './answer-parts.ts';
import type { ModelFamily } from './model-family.ts';

/** The templates for a Llama model: `inst` of Llama 2, or its generation's own. */
export const promptFormats = ['inst', 'llama3'] as const;
export type PromptFormat = (typeof promptFormats)[number];

const name = 'Meta Llama';

/**
 * Meta's Llama text models. Source of request, answer and the template of Llama 3: AWS, Amazon Bedrock user guide,
 * "Meta Llama models" (model-parameters-meta). Source of the template of Llama 4: Meta, "Llama 4: Model Cards and
 * Prompt formats".
 *
 * @param foundationModelId shows the generation; for a model of Llama 4, `llama3` is the template of Llama 4
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
  const header = (role: string) => `<|start_header_id|>${role}<|end_header_id|>\n\n`;
  return `<|begin_of_text|>${header('user')}${buildInstruction(request)}<|eot_id|>${header('assistant')}`;
}

function buildLlama4Prompt(request: BlogRequest): string {
  const header = (role: string) => `<|header_start|>${role}<|header_end|>\n\n`;
  return `<|begin_of_text|>${header('user')}${buildInstruction(request)}<|eot|>${header('assistant')}`;
}
