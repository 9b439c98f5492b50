import type { WriterInput } from './writer.ts';

const beginOfText = /^(?:<s>|<\|begin_of_text\|>|<｜begin▁of▁sentence｜>)/;
const openedReasoning = /<think>\s*$/;
const templates = [
  /\[INST\]\s*([\s\S]*?)\s*\[\/INST\]/,
  /<\|(?:end_header_id|header_end)\|>\s*([\s\S]*?)\s*<\|eot/,
  /<｜User｜>\s*([\s\S]*?)\s*<｜Assistant｜>/,
];

/**
 * A prompt with its template, for a server that uses it unchanged. The token at its beginning is removed: llama.cpp,
 * Ollama and the tokenizers of OpenAI-compatible servers add the model's own, and with two of them models write
 * worse. Reasoning that the prompt opens is closed, so that the model writes none.
 */
export function toRawPrompt(input: WriterInput): WriterInput {
  const prompt = input.prompt.replace(beginOfText, '').replace(openedReasoning, '<think>\n\n</think>\n\n');
  return { ...input, prompt };
}

/** The text inside a template, for a server that applies the model's own template. */
export function withoutTemplate(input: WriterInput): WriterInput {
  const found = templates.map((template) => template.exec(input.prompt)?.[1]).find((it) => it !== undefined);
  return { ...input, raw: false, prompt: found ?? toRawPrompt(input).prompt };
}
