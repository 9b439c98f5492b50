import { buildInstPrompt, buildInstruction } from '../../post/prompt.ts';
import type { BlogRequest } from '../../request/blog-request.ts';
import { createFamily, type ModelFamily } from './model-family.ts';

/** The templates for a Llama model: `inst` of Llama 2, or its generation's own. */
export const promptFormats = ['inst', 'llama3'] as const;
export type PromptFormat = (typeof promptFormats)[number];

/**
 * Meta's Llama text models. Source of request, answer and the template of Llama 3: AWS, Amazon Bedrock user guide,
 * "Meta Llama models" (model-parameters-meta). Source of the template of Llama 4: Meta, "Llama 4: Model Cards and
 * Prompt formats".
 *
 * @param foundationModelId shows the generation; for a model of Llama 4, `llama3` is the template of Llama 4
 */
export function llama(foundationModelId: string, promptFormat: PromptFormat): ModelFamily {
  const tokens = foundationModelId.includes('llama4')
    ? ['<|header_start|>', '<|header_end|>', '<|eot|>']
    : ['<|start_header_id|>', '<|end_header_id|>', '<|eot_id|>'];
  return createFamily({
    name: 'Meta Llama',
    buildBody: (request) => ({
      prompt: promptFormat === 'inst' ? buildInstPrompt(request) : buildChatPrompt(request, tokens),
      max_gen_len: request.maxGenLen,
      temperature: request.temperature,
      top_p: request.topP,
    }),
    textField: 'generation',
    findParts: (answer) => ({
      text: answer?.generation,
      stopReason: answer?.stop_reason,
      promptTokens: answer?.prompt_token_count,
      generationTokens: answer?.generation_token_count,
    }),
  });
}

/** @param tokens that begin and end a header and end a turn */
function buildChatPrompt(request: BlogRequest, [start, end, endOfTurn]: readonly string[]): string {
  const header = (role: string) => `${start}${role}${end}\n\n`;
  return `<|begin_of_text|>${header('user')}${buildInstruction(request)}${endOfTurn}${header('assistant')}`;
}
