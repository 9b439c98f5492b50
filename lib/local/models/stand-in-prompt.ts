import { buildInstruction } from '../../../lambda/core/post/prompt.ts';
import { type RequestField, requestFields } from '../../../lambda/core/request/request-fields.ts';

/** What a prompt asks for, as far as the stand-in writer can tell. */
export interface AskedPost {
  readonly topic: string;
  readonly wordCount: number;
  /** The style, the tone and whatever else the prompt says in the caller's words, in the order of the fields. */
  readonly manners: readonly string[];
}

const defaultWordCount = 200;
const mannerNames = Object.values<RequestField>(requestFields)
  .filter(({ kind, inPrompt, required }) => kind === 'text' && inPrompt && !required)
  .map(({ property }) => property);
/** The instruction with every choice of them, most of them first: the rest of the text is the topic. */
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
// The instruction ends with its line, or where a template's next control token begins.
const instructionEnd = / ?(?:\n|\[\/INST\]|<[|｜])/;
const controlTokens = /\[\/?INST\]|<\/?s>|<\|[^|]*\|>|<｜[^｜]*｜>|<think>|\s+/g;

/**
 * Reads the service's instruction out of a prompt, whatever template is around it. A prompt of another kind is
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
