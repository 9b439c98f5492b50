import { BlogFailure, type FieldError } from '../../errors.ts';
import { type FoundCounts, type Generation, readTokenCounts } from '../../post/blog.ts';
import type { BlogRequest } from '../../request/blog-request.ts';
import { withoutReasoning } from './hidden-reasoning.ts';

/** The requests and answers of one family of Bedrock models through `InvokeModel`. */
export interface ModelFamily {
  /** The family's name in messages, such as `Meta Llama`. */
  readonly name: string;
  /** What the HTTP contract accepts but the family does not. Default: nothing. */
  findFaults?(request: BlogRequest): FieldError[];
  /** The JSON body of the request. */
  buildBody(request: BlogRequest): Record<string, unknown>;
  /**
   * The generation in the JSON body of the answer, with the stop reason in Llama's terms and without hidden reasoning.
   *
   * @throws BlogFailure `model-failed` if the body is not the family's, `guardrail-intervened` if the model's own filter
   *   stopped it
   */
  readBody(body: unknown): Generation;
}

/** Any JSON value. */
type Unknown = { readonly [key: string]: Unknown } | undefined;

/** The parts of an answer, not yet validated. */
interface AnswerParts extends FoundCounts {
  readonly text: unknown;
  readonly stopReason: unknown;
}

/** How a family differs from others. */
interface FamilyTraits extends Omit<ModelFamily, 'readBody'> {
  /** The field of the text in an answer, for messages. */
  readonly textField: string;
  findParts(answer: Unknown): AnswerParts;
  /** The family's own words for why it stopped. Default: Llama's. */
  readonly stopReasons?: Readonly<Record<string, 'stop' | 'length' | 'refused'>>;
  /** The text may begin with hidden reasoning, which the prompt opens with this. Default: it does not. */
  readonly reasoningAfter?: '' | '<think>';
}

/** A family with these traits. */
export function createFamily({
  textField,
  findParts,
  stopReasons = {},
  reasoningAfter,
  ...family
}: FamilyTraits): ModelFamily {
  return {
    ...family,
    readBody(body) {
      const { text: written, stopReason: reason, ...counts } = findParts(body as Unknown);
      if (typeof written !== 'string') {
        throw new BlogFailure('model-failed', `the model answered without the field "${textField}"`, {
          hint: `The model does not answer as ${family.name} models do: set modelFamily to its own family, or modelId to another model.`,
        });
      }
      const stopReason = typeof reason === 'string' ? (stopReasons[reason] ?? reason) : 'unknown';
      if (stopReason === 'refused') {
        const message = `the model itself refused the topic or the text (${reason})`;
        throw new BlogFailure('guardrail-intervened', message);
      }
      const text =
        reasoningAfter === undefined ? written : withoutReasoning(written, stopReason, reasoningAfter);
      return { text, stopReason, ...readTokenCounts(counts) };
    },
  };
}

/** The text in blocks of different types; `undefined` if there are no blocks. */
export function joinTexts(blocks: unknown): string | undefined {
  if (!Array.isArray(blocks)) return undefined;
  // Nova's blocks have no type.
  const texts = blocks.filter(
    (block) => typeof block?.text === 'string' && (block.type ?? 'text') === 'text',
  );
  return texts.map(({ text }) => text).join('');
}
