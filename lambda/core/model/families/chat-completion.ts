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

/** What sets a family apart from the others that are asked by chat completion. */
export interface ChatCompletionOptions {
  readonly name: string;
  /** The field of the token limit. Default `max_tokens`. */
  readonly tokenLimitField?: 'max_tokens' | 'max_completion_tokens';
  /** Further fields of each request. Default: none. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** As in `ModelFamily`, beside the faults of its template. Default: none. */
  readonly findFaults?: (request: BlogRequest) => FieldError[];
}

/** A family that is asked with `messages` and answers `choices`, as OpenAI's chat completion does. */
export function chatCompletion({
  name,
  tokenLimitField,
  fields,
  findFaults,
}: ChatCompletionOptions): ModelFamily {
  return {
    name,
    findFaults: (request) => [...findTemplateFaults(request), ...(findFaults?.(request) ?? [])],

    buildBody: (request) => ({
      messages: [{ role: 'user', content: buildInstruction(request) }],
      [tokenLimitField ?? 'max_tokens']: request.maxGenLen,
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
      // Mistral names it as its text completion does.
      const stopReason = toStopReason(choice?.finish_reason ?? choice?.stop_reason, {});
      if (stopReason === 'content_filter') throw stoppedByModel(stopReason);
      // A model that only reasoned may have none.
      if (content == null && stopReason === 'length') throw onlyReasoning(stopReason);
      return {
        text: withoutReasoning(content ?? '', stopReason),
        stopReason,
        ...tokenCounts(answer?.usage?.prompt_tokens, answer?.usage?.completion_tokens),
      };
    },
  };
}
