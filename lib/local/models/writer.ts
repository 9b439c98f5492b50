/** What Bedrock gets from a request's body, of whatever family, under the names used here. */
export interface WriterInput {
  /** The prompt: with a template around it and to be taken as it is where `raw`, else the bare text of the messages. */
  readonly prompt: string;
  readonly raw: boolean;
  /** The most tokens to generate. */
  readonly maxGenLen: number;
  /** 0 to 1, with some families to 2. */
  readonly temperature: number;
  /** 0 to 1. */
  readonly topP: number;
}

export interface WriterOutput {
  readonly generation: string;
  readonly promptTokenCount: number;
  readonly generationTokenCount: number;
  /** `length`: the text was cut off at `maxGenLen`. */
  readonly stopReason: 'stop' | 'length';
}

/** How far a text is. */
export interface WritingProgress {
  /** The text so far. */
  readonly text: string;
  /** Why it is not being written yet, or not any more; undefined while it is. */
  readonly waitingFor?: string | undefined;
}

/** A model behind the stand-in for Bedrock. */
export interface Writer {
  /** One line for the start-up text: which model, and where. */
  describe(): string;
  /**
   * Writes a text. There is no time limit here: the signal fires when the caller is gone.
   *
   * @throws BedrockFault what Bedrock would answer for the same failure
   */
  write(input: WriterInput, signal: AbortSignal): Promise<WriterOutput>;
  /** Each text that is being written. @default none is worth watching */
  progress?(): readonly WritingProgress[];
}

/** A guess for text whose tokens nobody counted: about 4 characters, or three quarters of an English word, a token. */
export function estimateTokens(text: string): number {
  return Math.ceil([...text].length / charactersPerToken);
}

/** What {@link estimateTokens} counts with; a character is a code point. */
export const charactersPerToken = 4;
