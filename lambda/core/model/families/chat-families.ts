import { chatCompletion } from './chat-completion.ts';

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
