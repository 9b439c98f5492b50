/** What Bedrock reads from a request's body, for every family. */
export interface WriterInput {
  /** The prompt: with `raw`, in its template and to be used unchanged; otherwise the text of the messages. */
  readonly prompt: string;
  readonly raw: boolean;
  /** The maximum number of tokens to generate. */
  readonly maxGenLen: number;
  /** 0 to 1, for some families to 2. */
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

/** The progress of a text. */
export interface WritingProgress {
  /** The text so far. */
  readonly text: string;
  /** Why it is not being written at the moment; undefined while it is. */
  readonly waitingFor?: string | undefined;
}

/** A model behind the stand-in for Bedrock. */
export interface Writer {
  /** One line for the start-up message: which model, and where. */
  describe(): string;
  /**
   * Writes a text, without a time limit: the signal aborts when the client disconnects.
   *
   * @throws BedrockFault as Bedrock reports the same failure
   */
  write(input: WriterInput, signal: AbortSignal): Promise<WriterOutput>;
  /** Each text that is being written. @default no progress is shown */
  progress?(): readonly WritingProgress[];
}

/** An estimate for text without a token count: about 4 characters, or three quarters of an English word, a token. */
export function estimateTokens(text: string): number {
  return Math.ceil([...text].length / charactersPerToken);
}

/** For {@link estimateTokens}; a character is a code point. */
export const charactersPerToken = 4;
