import { buildInstruction } from '../../post/prompt.ts';
import { isChosen } from '../../request/blog-request.ts';
import { createFamily, joinTexts } from './model-family.ts';

const name = 'Amazon Nova';
const minTemperature = 0.00001;

/**
 * Amazon's Nova models that write text. Reasoning is off by default. Sources: AWS, Amazon Nova user guide, "Complete
 * request schema" (complete-request-schema, complete-request-schema-response); Amazon Nova 2 user guide, "Request and
 * response schema". Both advise to send only one of temperature and topP.
 */
export const nova = createFamily({
  name,
  findFaults({ temperature }) {
    if (temperature >= minTemperature) return [];
    const message = `must be a number from ${minTemperature} to 1 for the models of ${name}; received ${temperature}`;
    return [{ field: 'temperature', message }];
  },
  buildBody: (request) => ({
    messages: [{ role: 'user', content: [{ text: buildInstruction(request) }] }],
    inferenceConfig: {
      maxTokens: request.maxGenLen,
      temperature: request.temperature,
      ...(isChosen(request, 'top_p') && { topP: request.topP }),
    },
  }),
  textField: 'output.message.content',
  findParts: (answer) => ({
    text: joinTexts(answer?.output?.message?.content),
    stopReason: answer?.stopReason,
    promptTokens: answer?.usage?.inputTokens,
    generationTokens: answer?.usage?.outputTokens,
  }),
  stopReasons: { end_turn: 'stop', max_tokens: 'length', content_filtered: 'refused' },
});
