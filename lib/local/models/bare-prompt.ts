import type { WriterInput } from './writer.ts';

const beginOfText = /^(?:<s>|<\|begin_of_text\|>|<｜begin▁of▁sentence｜>)/;
const templates = [
  /\[INST\]\s*([\s\S]*?)\s*\[\/INST\]/,
  /<\|(?:end_header_id|header_end)\|>\s*([\s\S]*?)\s*<\|eot/,
  /<｜User｜>\s*([\s\S]*?)\s*<｜Assistant｜>/,
];

/**
 * Without the token at the beginning of a text: llama.cpp, Ollama and the tokenizers of OpenAI-compatible servers put
 * the model's own there, and with two of them models write worse.
 */
export function withoutBeginToken(input: WriterInput): WriterInput {
  return { ...input, prompt: input.prompt.replace(beginOfText, '') };
}

/** What a template stands around, for a server that puts the model's own around it. */
export function withoutTemplate(input: WriterInput): WriterInput {
  const found = templates.map((template) => template.exec(input.prompt)?.[1]).find((it) => it !== undefined);
  return { ...input, raw: false, prompt: found ?? withoutBeginToken(input).prompt };
}
