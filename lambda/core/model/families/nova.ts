import { buildInstruction } from '../../post/prompt.ts';
import { isChosen } from '../../request/blog-request.ts';
import {
  onlyReasoning,
  stoppedByModel,
  tokenCounts,
  toStopReason,
  type Unknown,
  unlikeFamily,
} from './answer-parts.ts';
import type { ModelFamily } from './model-family.ts';

const name = 'Amazon Nova';
const minTemperature = 0.00001;

/**
 * Amazon's Nova models that write text. Reasoning is off by default. Sources: AWS, Amazon Nova user guide, "Complete
 * request schema" (complete-request-schema, complete-request-schema-response); Amazon Nova 2 user guide, "Request and
 * response schema". Both advise to send only one of temperature and topP.
 */
export const nova: ModelFamily = {
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

  readBody(body) {
    const answer = body as Unknown;
    const blocks: unknown = answer?.output?.message?.content;
    if (!Array.isArray(blocks)) throw unlikeFamily(name, 'output.message.content');
    const stopReason = toStopReason(answer?.stopReason, { end_turn: 'stop', max_tokens: 'length' });
    if (stopReason === 'content_filtered') throw stoppedByModel(stopReason);
    const texts = blocks.filter((block) => typeof block?.text === 'string');
    if (texts.length === 0 && blocks.length > 0) throw onlyReasoning(stopReason);
    return {
      text: texts.map(({ text }) => text).join(''),
      stopReason,
      ...tokenCounts(answer?.usage?.inputTokens, answer?.usage?.outputTokens),
    };
  },
};
