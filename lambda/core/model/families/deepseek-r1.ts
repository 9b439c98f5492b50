import { buildInstruction } from '../../post/prompt.ts';
import { toStopReason, type Unknown, unlikeFamily } from './answer-parts.ts';
import { findTemplateFaults, withoutReasoning } from './hidden-reasoning.ts';
import type { ModelFamily } from './model-family.ts';

const name = 'DeepSeek-R1';

/**
 * DeepSeek-R1. The template opens its reasoning, the answer closes it with `</think>`. There are no token counts.
 * Source: AWS, Amazon Bedrock user guide, "DeepSeek models" (model-parameters-deepseek).
 */
export const deepseekR1: ModelFamily = {
  name,

  findFaults: findTemplateFaults,

  buildBody: (request) => ({
    prompt: `<｜begin▁of▁sentence｜><｜User｜>${buildInstruction(request)}<｜Assistant｜><think>\n`,
    max_tokens: request.maxGenLen,
    temperature: request.temperature,
    top_p: request.topP,
  }),

  readBody(body) {
    const choice = (body as Unknown)?.choices?.[0];
    const answer: unknown = choice?.text;
    if (typeof answer !== 'string') throw unlikeFamily(name, 'choices[0].text');
    const stopReason = toStopReason(choice?.stop_reason, {});
    const text = withoutReasoning(`<think>${answer}`, stopReason);
    return { text: text.replace(/^<think>/, ''), stopReason };
  },
};
