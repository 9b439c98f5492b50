import { BlogFailure } from '../../errors.ts';
import type { Generation } from '../../post/blog.ts';

/** Any JSON value. */
export type Unknown = { readonly [key: string]: Unknown } | undefined;

/** The model seems to be of another family. @param field the one that is missing */
export function unlikeFamily(family: string, field: string): BlogFailure {
  return new BlogFailure('model-failed', `the model answered without the field "${field}"`, {
    hint: `The model does not answer as ${family} models do: set modelFamily to its own family, or modelId to another model.`,
  });
}

/** The answer holds only hidden reasoning. */
export function onlyReasoning(stopReason: string): BlogFailure {
  const message = `the model spent its answer on hidden reasoning (stop reason ${stopReason})`;
  return new BlogFailure('empty-generation', message, {
    hint: 'Reasoning counts against max_gen_len: raise it in the request, or choose a model that reasons less.',
  });
}

/** The model's own filter stopped it, or it refused: its text is not the post. */
export function stoppedByModel(stopReason: string): BlogFailure {
  const message = `the model itself refused the topic or the text (${stopReason})`;
  return new BlogFailure('guardrail-intervened', message);
}

/** A family's stop reason in Llama's terms. @param terms the family's own words for `stop` and `length` */
export function toStopReason(reason: unknown, terms: Readonly<Record<string, 'stop' | 'length'>>): string {
  return typeof reason === 'string' ? (terms[reason] ?? reason) : 'unknown';
}

/** The token counts that an answer has. */
export function tokenCounts(
  promptTokenCount: unknown,
  generationTokenCount: unknown,
): Pick<Generation, 'promptTokenCount' | 'generationTokenCount'> {
  return {
    ...(typeof promptTokenCount === 'number' && { promptTokenCount }),
    ...(typeof generationTokenCount === 'number' && { generationTokenCount }),
  };
}
