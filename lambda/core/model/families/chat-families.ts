import { chatCompletion } from './chat-completion.ts';

/**
 * Mistral's models that are asked by chat. Source: AWS, Amazon Bedrock user guide, "Mistral AI chat completion"
 * (model-parameters-mistral-chat-completion), which names the stop reason `stop_reason` and counts no tokens.
 */
export const mistralChat = chatCompletion({ name: 'Mistral AI chat completion' });

/**
 * OpenAI's open-weight models. Source: AWS, Amazon Bedrock user guide, "OpenAI models" (model-parameters-openai), and
 * for `reasoning_effort` OpenAI's "Create chat completion", to which it refers: a post needs little reasoning, and
 * all of it is paid from the token limit.
 */
export const gptOss = chatCompletion({
  name: 'OpenAI gpt-oss',
  tokenLimitField: 'max_completion_tokens',
  fields: { reasoning_effort: 'low' },
});

/**
 * Writer's Palmyra X5. Source: AWS, Amazon Bedrock user guide, "Writer Palmyra X5" (model-parameters-palmyra-x5).
 */
export const palmyra = chatCompletion({
  name: 'Writer Palmyra',
  findFaults: ({ topP }) =>
    topP > 0
      ? []
      : [{ field: 'top_p', message: `must be a number above 0 for the models of Writer; received ${topP}` }],
});
