import type { FieldError } from '../../errors.ts';
import { buildInstruction } from '../../post/prompt.ts';
import type { BlogRequest } from '../../request/blog-request.ts';
import {
  onlyReasoning,
  stoppedByModel,
  tokenCounts,
  toStopReason,
  type Unknown,
  unlikeFamily,
} from './answer-parts.ts';
import { findTemplateFaults, withoutReasoning } from './hidden-reasoning.ts';
import type { ModelFamily } from './model-family.ts';

/** How a family differs from others with chat completion. */
export interface ChatCompletionOptions {
  readonly name: string;
  /** The field of the token limit. Default `max_tokens`. */
  readonly tokenLimitField?: 'max_tokens' | 'max_completion_tokens';
  /** More fields of each request. Default: none. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** As in `ModelFamily`, in addition to the faults of its template. Default: none. */
  readonly findFaults?: (request: BlogRequest) => FieldError[];
}

/** A family with OpenAI's chat completion: `messages` in the request, `choices` in the answer. */
export function chatCompletion(options: ChatCompletionOptions): ModelFamily {
  const { name, tokenLimitField = 'max_tokens', fields, findFaults } = options;
  return {
    name,
    findFaults: (request) => [...findTemplateFaults(request), ...(findFaults?.(request) ?? [])],

    buildBody: (request) => ({
      messages: [{ role: 'user', content: buildInstruction(request) }],
      [tokenLimitField]: request.maxGenLen,
      temperature: request.temperature,
      top_p: request.topP,
      ...fields,
    }),

    readBody(body) {
      const answer = body as Unknown;
      const choice = answer?.choices?.[0];
      const content: unknown = choice?.message?.content;
      if (!choice?.message || (typeof content !== 'string' && content != null))
        throw unlikeFamily(name, 'choices[0].message.content');
      // Mistral has `stop_reason`, as in its text completion.
      const stopReason = toStopReason(choice?.finish_reason ?? choice?.stop_reason, {});
      if (stopReason === 'content_filter') throw stoppedByModel(stopReason);
      // A model that only reasoned may have no content.
      if (content == null && stopReason === 'length') throw onlyReasoning(stopReason);
      return {
        text: withoutReasoning(content ?? '', stopReason),
        stopReason,
        ...tokenCounts(answer?.usage?.prompt_tokens, answer?.usage?.completion_tokens),
      };
    },
  };
}
