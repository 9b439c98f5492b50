import { buildInstruction } from '../../../lambda/core/post/prompt.ts';
import { type RequestField, requestFields } from '../../../lambda/core/request/request-fields.ts';

/** What a prompt asks for, as far as the stand-in writer recognizes it. */
export interface AskedPost {
  readonly topic: string;
  readonly wordCount: number;
  /** The style, the tone and any other text of the caller in the prompt, in the order of the fields. */
  readonly manners: readonly string[];
}

const defaultWordCount = 200;
const mannerNames = Object.values<RequestField>(requestFields)
  .filter(({ kind, inPrompt, required }) => kind === 'text' && inPrompt && !required)
  .map(({ property }) => property);
/** The instruction with each combination of them, the largest first: the rest of the text is the topic. */
const instructions = mannerNames
  .reduce<string[][]>((choices, name) => choices.flatMap((names) => [[...names, name], names]), [[]])
  .map((names) => {
    const markers = Object.fromEntries(names.map((name) => [name, `<${name}>`]));
    const pattern = buildInstruction({ ...markers, blogTopic: '<blogTopic>', wordCount: 0 })
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replace(/<(\w+)>/g, (_, name) => `(?<${name}>.${name === 'blogTopic' ? '+' : '{1,60}?'})`)
      .replace(' 0 ', ' (?<wordCount>\\d{1,5}) ');
    return new RegExp(`${pattern}$`, 'u');
  });
// The instruction ends with its line, or before the template's next control token.
const instructionEnd = / ?(?:\n|\[\/INST\]|<[|｜])/;
const controlTokens = /\[\/?INST\]|<\/?s>|<\|[^|]*\|>|<｜[^｜]*｜>|<think>|\s+/g;

/**
 * Reads the service's instruction from a prompt in any template. A prompt of another kind is
 * the topic of a post of 200 words.
 */
export function readPrompt(prompt: string): AskedPost {
  for (const line of prompt.split(instructionEnd)) {
    const found = instructions.map((pattern) => pattern.exec(line)?.groups).find((groups) => groups);
    if (found === undefined) continue;
    const { blogTopic: topic = '', wordCount, ...manners } = found;
    return {
      topic,
      wordCount: Number(wordCount),
      manners: mannerNames.flatMap((name) => manners[name] ?? []),
    };
  }
  const topic = prompt.replace(controlTokens, ' ').trim();
  return { topic: topic === '' ? 'nothing in particular' : topic, wordCount: defaultWordCount, manners: [] };
}
