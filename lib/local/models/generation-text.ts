import { BedrockFault } from '../bedrock/bedrock-errors.ts';
import type { Piece } from './endpoints.ts';
import { estimateTokens, type WriterInput, type WriterOutput } from './writer.ts';

/** An answer as it grows. */
export interface GenerationText {
  readonly text: string;
  /** Undefined until the server says why it stopped. */
  readonly stopReason: WriterOutput['stopReason'] | undefined;
  add(piece: Piece): void;
  /**
   * The answer, once the server has ended it. One that no stop reason ends was cut off: Ollama ends so after a run of
   * repeats. What the server did not count is estimated.
   *
   * @param server what to call it in messages
   * @throws BedrockFault ModelErrorException where all of it is reasoning; InternalServerException where it is nothing
   */
  end(input: WriterInput, server: string): WriterOutput;
}

/**
 * What some models think within the text itself, where nothing takes it out. The last closing tag counts, because
 * reasoning may quote its own tags. Where the server's template opens the reasoning, the text only closes it.
 */
const leadingThought = /^\s*<think>(?:[\s\S]*<\/think>\s*|[\s\S]*$)|^(?:(?!<think>)[\s\S])*<\/think>\s*/;

export function createGenerationText(): GenerationText {
  let text = '';
  let reasoning = '';
  let last: Piece = {};
  return {
    get text() {
      return text;
    },
    get stopReason() {
      return last.stopReason;
    },
    add(piece) {
      text += piece.text ?? '';
      reasoning += piece.reasoning ?? '';
      const known = Object.entries(piece).filter(([, value]) => value !== undefined);
      last = { ...last, ...Object.fromEntries(known) };
    },
    end(input, server) {
      const generation = text.replace(leadingThought, '');
      const thought = reasoning !== '' || generation !== text;
      if (generation.trim() === '' && thought) {
        throw new BedrockFault(
          'ModelErrorException',
          `${server} spent its answer on reasoning and wrote no text: choose a model that does not reason, or whose reasoning can be turned off, with MODEL_NAME, or ask for more with max_gen_len`,
        );
      }
      if (text === '' && last.stopReason === undefined) {
        throw new BedrockFault('InternalServerException', `${server} answered without text`);
      }
      return {
        generation,
        promptTokenCount: last.promptTokenCount ?? estimateTokens(input.prompt),
        generationTokenCount:
          last.generationTokenCount ?? Math.min(estimateTokens(reasoning + text), input.maxGenLen),
        stopReason: last.stopReason ?? 'length',
      };
    },
  };
}
