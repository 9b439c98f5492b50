import { countWords } from '../../../lambda/core/post/word-count.ts';
import { type AskedPost, readPrompt } from './stand-in-prompt.ts';
import { closings, disclosure, threads, titles } from './stand-in-sentences.ts';
import { abridge } from './word-segments.ts';
import { charactersPerToken, estimateTokens, type Writer } from './writer.ts';

// A paragraph of about this many words reads well.
const wordsAParagraph = 70;

/**
 * A writer that needs no model: it answers at once with a readable post of about the asked number of words (50
 * to 1,000 are met within 15 %), always the same for the same prompt, and says in its first sentence what it is.
 * Temperature and `top_p` change nothing. Tokens are estimated.
 */
export function createStandInWriter(): Writer {
  return {
    describe: () => 'the stand-in writer: ready-made sentences, no language model',
    async write({ prompt, maxGenLen }) {
      const text = [...composePost(prompt)];
      const kept = text.slice(0, maxGenLen * charactersPerToken);
      const generation = kept.join('');
      return {
        generation,
        promptTokenCount: estimateTokens(prompt),
        generationTokenCount: estimateTokens(generation),
        stopReason: kept.length < text.length ? 'length' : 'stop',
      };
    },
  };
}

/** A title, a paragraph that says what this is, the body and a last sentence. */
function composePost(prompt: string): string {
  const asked = readPrompt(prompt);
  const random = randomFrom(prompt);
  const { topic, wordCount } = asked;
  // A topic may be longer than the whole post; the body repeats only its beginning.
  const inTitle = abridge(topic, { maxWords: Math.ceil(wordCount * 0.15), maxCharacters: 200 });
  const inText = abridge(topic, { maxWords: Math.min(8, Math.ceil(wordCount * 0.06)), maxCharacters: 60 });
  const title = pick(titles, random).replace('{topic}', () => inTitle);
  const opening = composeOpening(asked);
  const closing = pick(closings, random).replace('{topic}', () => inText);
  const stories = shuffled(threads, random).map((thread) =>
    thread.map((sentence) => sentence.replace('{topic}', () => inText)),
  );
  const body = composeBody(wordCount - countWords([title, opening, closing].join('\n')), stories);
  return `${[title, opening, ...body, closing].join('\n\n')}\n`;
}

function composeOpening({ wordCount, manners }: AskedPost): string {
  // A short post has no room for it.
  if (manners.length === 0 || wordCount < 150) return disclosure;
  const named = manners.map((manner) => abridge(manner, { maxWords: 6, maxCharacters: 60 })).join(' and ');
  return `${disclosure} It cannot write in the manner that was asked for: ${named}.`;
}

/**
 * Paragraphs of `words` words together. Each tells one story from its start and stops when its share is told;
 * what the stories have left fills what is missing, and is told again only when all has been told once.
 */
function composeBody(words: number, stories: readonly (readonly string[])[]): string[] {
  const untold = stories.map((sentences) => [...sentences]);
  const planned = Math.min(stories.length, Math.max(1, Math.round(words / wordsAParagraph)));
  const paragraphs: string[] = [];
  for (let left = words; ; ) {
    const turn = paragraphs.length;
    const sentences = turn < planned ? untold[turn] : untold.find((rest) => rest.length > 0);
    if (sentences === undefined) {
      for (const [index, rest] of untold.entries()) rest.push(...(stories[index] ?? []));
      continue;
    }
    // The paragraphs still to come share what is left.
    const paragraph = takeSentences(sentences, turn < planned ? left / (planned - turn) : left);
    if (paragraph === '') return paragraphs;
    paragraphs.push(paragraph);
    left -= countWords(paragraph);
  }
}

/** Takes sentences from the front for about `words` words; the last one is the one that fits best. */
function takeSentences(sentences: string[], words: number): string {
  const taken: string[] = [];
  for (let left = words; sentences.length > 0; ) {
    const miss = (sentence: string) => Math.abs(left - countWords(sentence));
    const next = sentences[0] ?? '';
    const chosen = countWords(next) <= left ? next : sentences.reduce((a, b) => (miss(b) < miss(a) ? b : a));
    // To leave it out comes nearer.
    if (miss(chosen) >= left) break;
    sentences.splice(sentences.indexOf(chosen), 1);
    taken.push(chosen);
    left -= countWords(chosen);
  }
  return taken.join(' ');
}

/** A generator of numbers from 0 to 1 that the text alone determines (FNV-1a, then mulberry32). */
function randomFrom(text: string): () => number {
  let state = 0x811c9dc5;
  for (const byte of Buffer.from(text)) state = Math.imul(state ^ byte, 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function pick(choices: readonly string[], random: () => number): string {
  return choices[Math.floor(random() * choices.length)] ?? '';
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}
