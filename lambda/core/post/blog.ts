import { BlogFailure } from '../errors.ts';
import type { BlogRequest } from '../request/blog-request.ts';
import { isVisible } from '../request/text-rules.ts';
import { type ExtractedPost, extractPost } from './extract-post.ts';
import { endAtWholeSentence } from './whole-sentences.ts';

/** A model's response, in the terms of Bedrock's Llama models. */
export interface Generation {
  text: string;
  /** `stop`, `length` if the token limit cut the text off, or the model's own word. */
  stopReason: string;
  promptTokenCount?: number | undefined;
  generationTokenCount?: number | undefined;
  /** Set if the operator's guardrail masked parts of the prompt or the text. */
  guardrail?: 'masked' | undefined;
}

/** The token counts of an answer, not yet validated. */
export type FoundCounts = { readonly promptTokens?: unknown; readonly generationTokens?: unknown };

/** The counts that are whole numbers from 0, also as text. Others, such as -1, would let the budget be exceeded. */
export function readTokenCounts({ promptTokens, generationTokens }: FoundCounts): Partial<Generation> {
  const isCount = (value: unknown): boolean => /^\d{1,9}$/.test(String(value));
  return {
    ...(isCount(promptTokens) && { promptTokenCount: Number(promptTokens) }),
    ...(isCount(generationTokens) && { generationTokenCount: Number(generationTokens) }),
  };
}

/** A model that writes posts. One call of `generate` is one billed call. */
export interface TextModel {
  readonly modelId: string;
  /** @throws BlogFailure of the kind that matches the model's response */
  generate(request: BlogRequest, signal: AbortSignal): Promise<Generation>;
}

/** A finished post, which is the `text`, and how it was generated. */
export interface Blog extends Readonly<Generation>, Readonly<ExtractedPost> {
  readonly blogTopic: string;
  /** Whether the model reached the token limit and no leaked token was cut off: the text ends at its last whole sentence. */
  readonly truncated: boolean;
  readonly modelId: string;
  /** The number of model calls for this post. */
  readonly modelCalls: number;
}

/**
 * Extracts the post from a model's response.
 *
 * @throws BlogFailure `empty-generation` if the generation contains no post
 */
export function readGeneration(
  generation: Generation,
  about: { blogTopic: string; modelId: string; modelCalls: number },
): Blog {
  // A lone surrogate would be different in the file and in the answer.
  const post = extractPost(generation.text.toWellFormed(), about.blogTopic);
  if (!isVisible(post.text)) {
    const { stopReason } = generation;
    throw new BlogFailure('empty-generation', `the model answered no text (stop reason ${stopReason})`, {
      hint:
        stopReason === 'length'
          ? 'Hidden reasoning counts against max_gen_len: raise it in the request, or choose a model that reasons less.'
          : undefined,
    });
  }
  const truncated = generation.stopReason === 'length' && post.leakedToken === undefined;
  const text = truncated ? endAtWholeSentence(post.text) : post.text;
  return { ...about, ...generation, ...post, text, truncated };
}
