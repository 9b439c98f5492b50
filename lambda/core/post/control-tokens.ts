/**
 * The control tokens of the chat templates of Llama, Mistral and DeepSeek. In a caller's text they are a prompt injection;
 * in a generation they are junk that the model emits after the answer is complete.
 */
const inputToken = /\[\/?INST\]|<\/?s>|<<\/?SYS>>|<\|[^|]*\|>|<｜[^｜]*｜>/iu;

// `<s>` alone is also HTML's strike-through, so a post about HTML may hold it.
const leakedToken = /\[\/?INST\]|<\/s>|<s>\s*\[INST\]|<\|[^\s|]{1,64}\|>|<｜[^\s｜]{1,64}｜>/u;

/** The first control token in a text a caller sent, in any letter case; `undefined` where there is none. */
export function findControlToken(text: string): string | undefined {
  return inputToken.exec(text)?.[0];
}

/** A generation without what follows its first leaked control token. */
export interface CutText {
  text: string;
  /** The token the text was cut at; absent where nothing leaked. */
  leakedToken?: string;
}

/** Cuts a generation at its first leaked control token, and trims the white space around what remains. */
export function cutAtControlToken(generation: string): CutText {
  const match = leakedToken.exec(generation);
  if (match === null) return { text: generation.trim() };
  return { text: generation.slice(0, match.index).trim(), leakedToken: match[0].slice(0, 64) };
}
