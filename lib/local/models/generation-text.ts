import { splitReasoning } from '../../../lambda/core/model/families/hidden-reasoning.ts';
import { BedrockFault } from '../bedrock/bedrock-errors.ts';
import type { Piece } from './endpoints.ts';
import { estimateTokens, type WriterInput, type WriterOutput } from './writer.ts';

/** A response with one more piece. */
export function addPiece(answer: Piece, piece: Piece): Piece {
  return {
    text: (answer.text ?? '') + (piece.text ?? ''),
    reasoning: (answer.reasoning ?? '') + (piece.reasoning ?? ''),
    stopReason: piece.stopReason ?? answer.stopReason,
    promptTokenCount: piece.promptTokenCount ?? answer.promptTokenCount,
    generationTokenCount: piece.generationTokenCount ?? answer.generationTokenCount,
  };
}

/**
 * A response that is complete. Without a stop reason it was cut off, as by Ollama after too many repetitions. Counts
 * that the server did not send are estimated.
 *
 * @param server its name in messages
 * @param received what the server sent, for a message. @default not known
 * @throws BedrockFault ModelErrorException if all of it is reasoning; InternalServerException if it is empty
 */
export function toOutput(answer: Piece, input: WriterInput, server: string, received?: string): WriterOutput {
  const { text = '', reasoning = '', stopReason, promptTokenCount, generationTokenCount } = answer;
  // Some models reason within the text itself, and not every server separates it.
  const generation = splitReasoning(text)?.rest.trimStart() ?? text;
  if (generation.trim() === '' && reasoning + text !== generation) {
    throw new BedrockFault(
      'ModelErrorException',
      `${server} spent its answer on reasoning and wrote no text: choose a model that does not reason, or whose reasoning can be turned off, with MODEL_NAME, or ask for more with max_gen_len`,
    );
  }
  if (text === '' && stopReason === undefined) {
    const sent = received === undefined ? '' : `: ${received}`;
    throw new BedrockFault('InternalServerException', `${server} answered without text${sent}`);
  }
  return {
    generation,
    promptTokenCount: promptTokenCount ?? estimateTokens(input.prompt),
    generationTokenCount: generationTokenCount ?? Math.min(estimateTokens(reasoning + text), input.maxGenLen),
    stopReason: stopReason ?? 'length',
  };
}
