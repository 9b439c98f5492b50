import { createHash } from 'node:crypto';
import { countWords } from '../../../lambda/core/post/word-count.ts';
import { type AskedPost, readPrompt } from './stand-in-prompt.ts';
import { closings, disclosure, threads, titles } from './stand-in-sentences.ts';
import { charactersPerToken, estimateTokens, type Writer } from './writer.ts';

// A paragraph of about this many words reads well.
const wordsAParagraph = 70;

/**
 * A writer that needs no model: it answers at once with a readable post of about the requested number of words (50
 * to 1,000, within 15 %), always the same for the same prompt. The first sentence says that it is filler.
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

/** A title, a paragraph that says what this is, the body, and a closing sentence. */
function composePost(prompt: string): string {
  const asked = readPrompt(prompt);
  // The choices depend on the prompt alone.
  const [first = 0, second = 0, ...ranks] = createHash('sha256').update(prompt).digest();
  const { topic, wordCount } = asked;
  // A topic may be longer than the whole post; the body repeats only its beginning.
  const inTitle = abridge(topic, { maxWords: Math.ceil(wordCount * 0.15), maxCharacters: 200 });
  const inText = abridge(topic, { maxWords: Math.min(8, Math.ceil(wordCount * 0.06)), maxCharacters: 60 });
  const title = titles[first % titles.length]?.replace('{topic}', () => inTitle);
  const opening = composeOpening(asked);
  const closing = closings[second % closings.length]?.replace('{topic}', () => inText);
  const stories = threads
    .map((sentences, index) => ({ sentences, rank: ranks[index] ?? 0 }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ sentences }) => sentences.map((sentence) => sentence.replace('{topic}', () => inText)));
  const body = composeBody(wordCount - countWords([title, opening, closing].join('\n')), stories);
  return `${[title, opening, ...body, closing].join('\n\n')}\n`;
}

function composeOpening({ wordCount, manners }: AskedPost): string {
  // Not in a short post.
  if (manners.length === 0 || wordCount < 150) return disclosure;
  const named = manners.map((manner) => abridge(manner, { maxWords: 6, maxCharacters: 60 })).join(' and ');
  return `${disclosure} It cannot write in the requested manner: ${named}.`;
}

/**
 * Paragraphs with `words` words in total. Each takes its share of sentences from the start of one story; the remaining
 * sentences of all stories fill the rest.
 */
function composeBody(words: number, stories: string[][]): string[] {
  const planned = Math.min(stories.length, Math.max(1, Math.round(words / wordsAParagraph)));
  const paragraphs: string[] = [];
  for (let left = words; ; ) {
    const turn = paragraphs.length;
    const sentences = (turn < planned ? stories[turn] : stories.find((rest) => rest.length > 0)) ?? [];
    // The remaining paragraphs share the remaining words.
    const paragraph = takeSentences(sentences, turn < planned ? left / (planned - turn) : left);
    if (paragraph === '') return paragraphs;
    paragraphs.push(paragraph);
    left -= countWords(paragraph);
  }
}

/** Removes sentences from the front, about `words` words in total. The last one is the one that fits best. */
function takeSentences(sentences: string[], words: number): string {
  const paragraph: string[] = [];
  for (let left = words; sentences.length > 0; ) {
    const miss = (sentence: string) => Math.abs(left - countWords(sentence));
    const next = sentences[0] ?? '';
    const chosen = countWords(next) <= left ? next : sentences.reduce((a, b) => (miss(b) < miss(a) ? b : a));
    // Without it, the number of words is closer.
    if (miss(chosen) >= left) break;
    sentences.splice(sentences.indexOf(chosen), 1);
    paragraph.push(chosen);
    left -= countWords(chosen);
  }
  return paragraph.join(' ');
}

const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/**
 * The beginning of a text, cut between words, with `…` if something was left out.
 *
 * @param limits.maxWords words as `countWords` counts them
 * @param limits.maxCharacters code points, so that a text without words is cut as well
 */
function abridge(text: string, limits: { maxWords: number; maxCharacters: number }): string {
  let words = 0;
  let characters = 0;
  for (const { segment, index, isWordLike } of segmenter.segment(text)) {
    words += isWordLike ? 1 : 0;
    characters += [...segment].length;
    if (words > limits.maxWords || characters > limits.maxCharacters)
      return `${text.slice(0, index).trimEnd()}…`;
  }
  return text;
}
