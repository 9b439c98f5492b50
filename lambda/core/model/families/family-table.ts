import { gptOss, mistralChat, palmyra } from './chat-families.ts';
import { claude } from './claude.ts';
import { deepseekR1, mistral } from './completion-families.ts';
import { llama, type PromptFormat } from './llama.ts';
import type { ModelFamily } from './model-family.ts';
import { nova } from './nova.ts';

interface FamilyEntry {
  /** How the ids of its models begin, after the geography of a profile. */
  readonly prefixes: readonly string[];
  /** Whether it has other values of `promptFormat` than `inst`. */
  readonly takesPromptFormat?: true;
  readonly create: (foundationModelId: string, promptFormat: PromptFormat) => ModelFamily;
}

/**
 * The families that AWS documents for `InvokeModel`, by the names of the setting `modelFamily`, without models that do
 * not write text (Nova Canvas, Reel, Sonic).
 */
export const familyTable = {
  llama: { prefixes: ['meta.llama'], takesPromptFormat: true, create: llama },
  mistral: {
    prefixes: [
      'mistral.mistral-7b',
      'mistral.mixtral-8x7b',
      'mistral.mistral-large-2402',
      'mistral.mistral-small-2402',
    ],
    create: () => mistral,
  },
  'mistral-chat': {
    prefixes: ['mistral.mistral-large-2407', 'mistral.pixtral-large'],
    create: () => mistralChat,
  },
  nova: {
    prefixes: [
      'amazon.nova-micro',
      'amazon.nova-lite',
      'amazon.nova-pro',
      'amazon.nova-premier',
      'amazon.nova-2-lite',
    ],
    create: () => nova,
  },
  claude: { prefixes: ['anthropic.claude'], create: claude },
  'gpt-oss': { prefixes: ['openai.gpt-oss'], create: () => gptOss },
  'deepseek-r1': { prefixes: ['deepseek.r1'], create: () => deepseekR1 },
  palmyra: { prefixes: ['writer.palmyra-x5'], create: () => palmyra },
} as const satisfies Record<string, FamilyEntry>;

export type FamilyName = keyof typeof familyTable;
export const familyNames = Object.keys(familyTable) as FamilyName[];
