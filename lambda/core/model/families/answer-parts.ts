import { BlogFailure } from '../../errors.ts';
import type { Generation } from '../../post/blog.ts';

/** A JSON value that may be anything, for a look into it. */
export type Unknown = { readonly [key: string]: Unknown } | undefined;

/** The answer of a model whose family was taken for another. @param field the one that is missing */
export function unlikeFamily(family: string, field: string): BlogFailure {
  return new BlogFailure('model-failed', `the model answered without the field "${field}"`, {
    hint: `The model does not answer as ${family} models do: set modelFamily to its own family, or modelId to another model.`,
  });
}

/** Nothing but hidden reasoning: the post was never begun. */
export function onlyReasoning(stopReason: string): BlogFailure {
  return new BlogFailure(
    'empty-generation',
    `the model spent its answer on hidden reasoning (stop reason ${stopReason})`,
    {
      hint: 'Reasoning counts against max_gen_len: raise it in the request, or choose a model that reasons less.',
    },
  );
}

/** The model's own filter, or its refusal: what it wrote is not the post. */
export function stoppedByModel(stopReason: string): BlogFailure {
  return new BlogFailure(
    'guardrail-intervened',
    `the model itself refused the topic or the text (${stopReason})`,
  );
}

/**
 * A family's stop reason in the terms of Llama: `stop`, `length`; any other as it is.
 *
 * @param terms the family's own words for these
 */
export function toStopReason(given: unknown, terms: Readonly<Record<string, 'stop' | 'length'>>): string {
  if (typeof given !== 'string') return 'unknown';
  return terms[given] ?? given;
}

/** The token counts of an answer, as far as it has them. */
export function tokenCounts(
  promptTokenCount: unknown,
  generationTokenCount: unknown,
): Pick<Generation, 'promptTokenCount' | 'generationTokenCount'> {
  return {
    ...(typeof promptTokenCount === 'number' && { promptTokenCount }),
    ...(typeof generationTokenCount === 'number' && { generationTokenCount }),
  };
}
