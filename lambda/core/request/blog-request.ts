/** What a caller asks for, after validation and defaults. Its fields are those of the HTTP contract. */
export interface BlogRequest {
  /** 1 to 200 code points, NFC, trimmed, one line, no control tokens. */
  readonly blogTopic: string;
  /** The length the prompt asks for, in words. */
  readonly wordCount: number;
  readonly style?: string;
  readonly tone?: string;
  /** The most tokens the model may generate. */
  readonly maxGenLen: number;
  readonly temperature: number;
  readonly topP: number;
  /** Which of these two the caller chose: some models take one of them, or none. Absent where neither was. */
  readonly given?: readonly SamplingField[];
}

/** The fields of how a model picks its words, by their names in the HTTP contract. */
export type SamplingField = 'temperature' | 'top_p';

/** Whether the caller chose the field, rather than its default. */
export function isGiven({ given }: BlogRequest, field: SamplingField): boolean {
  return given?.includes(field) ?? false;
}

/** The fields of the body, by their names in the HTTP contract. */
export const requestFields: ReadonlySet<string> = new Set([
  'blog_topic',
  'word_count',
  'style',
  'tone',
  'max_gen_len',
  'temperature',
  'top_p',
]);

/** The bounds of each field. Texts are counted in code points. */
export const requestLimits = {
  topicLength: 200,
  styleLength: 60,
  wordCount: { min: 50, max: 1000 },
  /** Llama's own bounds; source: AWS, "Meta Llama models" model parameters. */
  maxGenLen: { min: 1, max: 2048 },
  temperature: { min: 0, max: 1 },
  topP: { min: 0, max: 1 },
} as const;

export const requestDefaults = { wordCount: 200, maxGenLen: 512, temperature: 0.5, topP: 0.9 } as const;

/**
 * The token limit for a post of so many words: English takes about 1.3 tokens a word, so 2 leaves room for the
 * title and for other languages. Never below the model's own default of 512, never above its limit of 2,048.
 */
export function defaultMaxGenLen(wordCount: number): number {
  return Math.min(requestLimits.maxGenLen.max, Math.max(requestDefaults.maxGenLen, Math.ceil(2 * wordCount)));
}

/** The fields a caller gave, validated, with the defaults for those left out. */
export function withDefaults(given: {
  blogTopic: string;
  wordCount?: number | undefined;
  style?: string | undefined;
  tone?: string | undefined;
  maxGenLen?: number | undefined;
  temperature?: number | undefined;
  topP?: number | undefined;
}): BlogRequest {
  const wordCount = given.wordCount ?? requestDefaults.wordCount;
  const sampling: SamplingField[] = [
    ...(given.temperature === undefined ? [] : (['temperature'] as const)),
    ...(given.topP === undefined ? [] : (['top_p'] as const)),
  ];
  return {
    blogTopic: given.blogTopic,
    wordCount,
    ...(given.style === undefined ? {} : { style: given.style }),
    ...(given.tone === undefined ? {} : { tone: given.tone }),
    maxGenLen: given.maxGenLen ?? defaultMaxGenLen(wordCount),
    temperature: given.temperature ?? requestDefaults.temperature,
    topP: given.topP ?? requestDefaults.topP,
    ...(sampling.length > 0 && { given: sampling }),
  };
}
