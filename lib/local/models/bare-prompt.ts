import type { WriterInput } from './writer.ts';

const beginOfText = /^(?:<s>|<\|begin_of_text\|>|<｜begin▁of▁sentence｜>)/;
const openedReasoning = /<think>\s*$/;
const templates = [
  /\[INST\]\s*([\s\S]*?)\s*\[\/INST\]/,
  /<\|(?:end_header_id|header_end)\|>\s*([\s\S]*?)\s*<\|eot/,
  /<｜User｜>\s*([\s\S]*?)\s*<｜Assistant｜>/,
];

/**
 * A prompt with its template, for a server that takes it as it is. It loses the token at its beginning: llama.cpp,
 * Ollama and the tokenizers of OpenAI-compatible servers put the model's own there, and with two of them models write
 * worse. Reasoning that it opens is closed, so that none is written.
 */
export function toRawPrompt(input: WriterInput): WriterInput {
  const prompt = input.prompt.replace(beginOfText, '').replace(openedReasoning, '<think>\n\n</think>\n\n');
  return { ...input, prompt };
}

/** What a template stands around, for a server that puts the model's own around it. */
export function withoutTemplate(input: WriterInput): WriterInput {
  const found = templates.map((template) => template.exec(input.prompt)?.[1]).find((it) => it !== undefined);
  return { ...input, raw: false, prompt: found ?? toRawPrompt(input).prompt };
}
