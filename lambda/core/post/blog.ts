import { BlogFailure } from '../errors.ts';
import type { BlogRequest } from '../request/blog-request.ts';
import { isVisible } from '../request/text-rules.ts';
import { cutAtControlToken } from './control-tokens.ts';
import { endAtWholeSentence } from './whole-sentences.ts';

/** What a model answered, in the terms of Bedrock's Llama models. */
export interface Generation {
  text: string;
  /** `stop`, or `length` where the token limit cut the text off. */
  stopReason: string;
  promptTokenCount?: number;
  generationTokenCount?: number;
  /** The operator's guardrail let the prompt or the text through with parts of it masked. */
  guardrail?: 'masked';
}

/** A model that writes posts. One call of `generate` is one paid call. */
export interface TextModel {
  readonly modelId: string;
  /** @throws BlogFailure of the kind that fits what the model answered */
  generate(request: BlogRequest, signal: AbortSignal): Promise<Generation>;
}

/** A finished post: its text and what was known of its making. */
export interface Blog {
  readonly blogTopic: string;
  readonly text: string;
  readonly stopReason: string;
  /** The model stopped for length and nothing was cut off: the text ends at its last whole sentence. */
  readonly truncated: boolean;
  /** The control token or the role label the text was cut at; absent where nothing was cut off its end, whatever was dropped before it. */
  readonly leakedToken?: string;
  readonly modelId: string;
  /** How many model calls it took. */
  readonly modelCalls: number;
  readonly promptTokenCount?: number;
  readonly generationTokenCount?: number;
  /** As in {@link Generation}. */
  readonly guardrail?: 'masked';
}

/**
 * The post in a model's answer.
 *
 * @throws BlogFailure `empty-generation` where nothing of the generation is the post
 */
export function readGeneration(
  generation: Generation,
  about: { blogTopic: string; modelId: string; modelCalls: number },
): Blog {
  // Half a character would be another one in the file than in the answer.
  const { text, leakedToken } = cutAtControlToken(generation.text.toWellFormed(), about.blogTopic);
  const truncated = generation.stopReason === 'length' && leakedToken === undefined;
  if (!isVisible(text)) {
    throw new BlogFailure(
      'empty-generation',
      `the model answered no text (stop reason ${generation.stopReason})`,
    );
  }
  return {
    ...about,
    text: truncated ? endAtWholeSentence(text) : text,
    stopReason: generation.stopReason,
    truncated,
    ...(leakedToken === undefined ? {} : { leakedToken }),
    ...(generation.promptTokenCount === undefined ? {} : { promptTokenCount: generation.promptTokenCount }),
    ...(generation.generationTokenCount === undefined
      ? {}
      : { generationTokenCount: generation.generationTokenCount }),
    ...(generation.guardrail && { guardrail: generation.guardrail }),
  };
}
