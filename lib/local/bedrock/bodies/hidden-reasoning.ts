import {
  charactersPerToken,
  estimateTokens,
  type Writer,
  type WriterInput,
  type WriterOutput,
} from '../../models/writer.ts';

/** What comes before and after a model's reasoning; the text follows. */
export interface ReasoningTags {
  /** Empty if the prompt has opened it. */
  readonly opening: string;
  readonly closing: string;
}

/**
 * Has a text written as a model does that reasons first: the writer's made-up thought costs tokens of the limit, and a
 * limit that is spent by it leaves no text. Without one the reasoning is empty, and costs nothing. A text that brings
 * its own reasoning is left alone.
 *
 * @param tags default: the model shows no reasoning
 */
export async function writeReasoned(
  writer: Writer,
  input: WriterInput,
  tags: ReasoningTags | undefined,
  signal: AbortSignal,
): Promise<WriterOutput> {
  if (tags === undefined) return writer.write(input, signal);
  const { opening, closing } = tags;
  const { thought = '' } = writer;
  const cost = thought === '' ? 0 : estimateTokens(thought + closing);
  if (cost >= input.maxGenLen) {
    return {
      // A tag is never cut.
      generation: `${opening}${thought.slice(0, input.maxGenLen * charactersPerToken)}`,
      promptTokenCount: estimateTokens(input.prompt),
      generationTokenCount: input.maxGenLen,
      stopReason: 'length',
    };
  }
  const output = await writer.write({ ...input, maxGenLen: input.maxGenLen - cost }, signal);
  if (output.generation.includes(closing)) return output;
  return {
    ...output,
    generation: `${opening}${thought}${closing}${output.generation}`,
    generationTokenCount: cost + output.generationTokenCount,
  };
}
