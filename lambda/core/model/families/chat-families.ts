import { buildInstruction } from '../../post/prompt.ts';
import { findTemplateFaults } from './hidden-reasoning.ts';
import { createFamily, type ModelFamily } from './model-family.ts';

/** How a family differs from others with chat completion. */
type ChatTraits = Pick<ModelFamily, 'name' | 'findFaults'> & {
  /** The field of the token limit. Default `max_tokens`. */
  readonly tokenLimitField?: 'max_tokens' | 'max_completion_tokens';
  /** More fields of each request. Default: none. */
  readonly fields?: Readonly<Record<string, unknown>>;
};

/** A family with OpenAI's chat completion: `messages` in the request, `choices` in the answer. */
function chatCompletion({
  name,
  tokenLimitField = 'max_tokens',
  fields,
  findFaults,
}: ChatTraits): ModelFamily {
  return createFamily({
    name,
    findFaults: (request) => [...findTemplateFaults(request), ...(findFaults?.(request) ?? [])],
    buildBody: (request) => ({
      messages: [{ role: 'user', content: buildInstruction(request) }],
      [tokenLimitField]: request.maxGenLen,
      temperature: request.temperature,
      top_p: request.topP,
      ...fields,
    }),
    textField: 'choices[0].message.content',
    findParts(answer) {
      const choice = answer?.choices?.[0];
      return {
        // A model that only reasoned may have no content.
        text: choice?.message && (choice.message.content ?? ''),
        // Mistral has `stop_reason`, as in its text completion.
        stopReason: choice?.finish_reason ?? choice?.stop_reason,
        promptTokens: answer?.usage?.prompt_tokens,
        generationTokens: answer?.usage?.completion_tokens,
      };
    },
    stopReasons: { content_filter: 'refused' },
    reasoningAfter: '',
  });
}

/**
 * Mistral's chat models. Source: AWS, Amazon Bedrock user guide, "Mistral AI chat completion"
 * (model-parameters-mistral-chat-completion): the stop reason is `stop_reason`, and there are no token counts.
 */
export const mistralChat = chatCompletion({ name: 'Mistral AI chat completion' });

/**
 * OpenAI's open-weight models. Sources: AWS, Amazon Bedrock user guide, "OpenAI models" (model-parameters-openai);
 * OpenAI, "Create chat completion" (`reasoning_effort`: reasoning counts against the token limit).
 */
export const gptOss = chatCompletion({
  name: 'OpenAI gpt-oss',
  tokenLimitField: 'max_completion_tokens',
  fields: { reasoning_effort: 'low' },
});

/** Writer's Palmyra X5. Source: AWS, Amazon Bedrock user guide, "Writer Palmyra X5" (model-parameters-palmyra-x5). */
export const palmyra = chatCompletion({
  name: 'Writer Palmyra',
  findFaults: ({ topP }) =>
    topP > 0
      ? []
      : [{ field: 'top_p', message: `must be a number above 0 for the models of Writer; received ${topP}` }],
});
