import { buildInstruction } from '../../../lambda/core/post/prompt.ts';

/** What a prompt asks for, as far as the stand-in writer can tell. */
export interface AskedPost {
  readonly topic: string;
  readonly wordCount: number;
  readonly style: string | undefined;
  readonly tone: string | undefined;
}

const defaultWordCount = 200;
// The instruction ends with its line, or where a template's next control token begins.
const sentence = buildInstruction({ blogTopic: 'TOPIC', wordCount: 0 })
  .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  .replace('0', '(\\d{1,5})')
  .replace('TOPIC', '([^\\n]*?)');
const instruction = new RegExp(`${sentence}(?= ?(?:\\n|\\[/INST\\]|<[|｜]|$))`);
const controlTokens = /\[\/?INST\]|<\/?s>|<\|[^|]*\|>|<｜[^｜]*｜>|<think>|\s+/g;
const manners = / in (?:a (.{1,60}?) style)?(?: and )?(?:a (.{1,60}?) tone)?$/;

/**
 * Reads the service's instruction out of a prompt, whatever template is around it. A prompt of another kind is
 * taken as the topic of a post of 200 words.
 */
export function readPrompt(prompt: string): AskedPost {
  const [, words, text] = instruction.exec(prompt) ?? [];
  if (words === undefined || text === undefined || text === '') {
    const topic = prompt.replace(controlTokens, ' ').trim();
    return { topic: topic === '' ? 'nothing in particular' : topic, wordCount: defaultWordCount, ...plain };
  }
  const [suffix, style, tone] = manners.exec(text) ?? [];
  const hasManners = suffix !== undefined && (style ?? tone) !== undefined && suffix.length < text.length;
  return {
    topic: hasManners ? text.slice(0, -suffix.length) : text,
    wordCount: Number(words),
    ...(hasManners ? { style, tone } : plain),
  };
}

const plain = { style: undefined, tone: undefined };
