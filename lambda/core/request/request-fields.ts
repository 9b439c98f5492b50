import type { AllowedLabels } from '../post/role-label.ts';

interface TextField {
  readonly kind: 'text';
  /** In code points, after NFC and trimming; at least 1. */
  readonly maxLength: number;
  /** The role labels, such as `Human:`, that it may contain. */
  readonly labels: AllowedLabels;
}

interface NumberField {
  readonly kind: 'integer' | 'number';
  readonly min: number;
  readonly max: number;
  /** It may depend on the fields before it. @default - none */
  readonly default?: number | ((request: { readonly wordCount: number }) => number);
}

/** A field of the body of `POST /blog`. */
export type RequestField = (TextField | NumberField) & {
  /** Its name in the code and in the records of jobs. */
  readonly property: string;
  /** @default - the field may be left out */
  readonly required?: true;
  /** Whether it is part of the prompt. @default - no */
  readonly inPrompt?: true;
  /** Whether the request says if the caller set it, because some models accept only one such field. @default - no */
  readonly choice?: true;
};

/** Llama's own default; source: AWS, "Meta Llama models". */
const usualMaxGenLen = 512;
const maxGenLen = { min: 1, max: 2048 };

/**
 * The fields of a request by their names in the HTTP contract. This is the one place that declares them: type,
 * validation, defaults, the fingerprint of an idempotency key, and the options of `npm run blog` follow from it.
 */
export const requestFields = {
  blog_topic: {
    property: 'blogTopic',
    kind: 'text',
    maxLength: 200,
    labels: 'first',
    required: true,
    inPrompt: true,
  },
  word_count: { property: 'wordCount', kind: 'integer', min: 50, max: 1000, default: 200, inPrompt: true },
  style: { property: 'style', kind: 'text', maxLength: 60, labels: 'none', inPrompt: true },
  tone: { property: 'tone', kind: 'text', maxLength: 60, labels: 'none', inPrompt: true },
  max_gen_len: { property: 'maxGenLen', kind: 'integer', ...maxGenLen, default: defaultMaxGenLen },
  temperature: { property: 'temperature', kind: 'number', min: 0, max: 1, default: 0.5, choice: true },
  top_p: { property: 'topP', kind: 'number', min: 0, max: 1, default: 0.9, choice: true },
} as const satisfies Record<string, RequestField>;

/**
 * English takes about 1.3 tokens a word, so 2 leaves room for the title and for other languages. Never below the
 * model's own default, never above its limit.
 */
function defaultMaxGenLen({ wordCount }: { readonly wordCount: number }): number {
  return Math.min(maxGenLen.max, Math.max(usualMaxGenLen, Math.ceil(2 * wordCount)));
}

type Fields = typeof requestFields;
export type FieldName = keyof Fields;

/** The names of the fields with these properties. */
type Marked<Mark> = { [Name in FieldName]: Fields[Name] extends Mark ? Name : never }[FieldName];
export type RequiredField = Marked<{ required: true }>;
export type SamplingField = Marked<{ choice: true }>;
type FilledField = Marked<{ required: true } | { default: unknown }>;

type ValueOf<Name extends FieldName> = Fields[Name]['kind'] extends 'text' ? string : number;

/** A caller's values, validated, by the names of their properties. */
export type RequestInput = {
  readonly [Name in RequiredField as Fields[Name]['property']]: ValueOf<Name>;
} & {
  readonly [Name in Exclude<FieldName, RequiredField> as Fields[Name]['property']]?:
    | ValueOf<Name>
    | undefined;
};

/** The values of a request after defaults, by the names of their properties. */
export type RequestValues = {
  readonly [Name in FilledField as Fields[Name]['property']]: ValueOf<Name>;
} & {
  readonly [Name in Exclude<FieldName, FilledField> as Fields[Name]['property']]?: ValueOf<Name>;
};

/** The properties that are part of the prompt. */
export type PromptProperty = Fields[Marked<{ inPrompt: true }>]['property'];
