import type { FamilyName } from '../../../../lambda/core/model/families/family-table.ts';
import type { BedrockBody } from './bedrock-body.ts';
import { gptOss, mistralChat, palmyra } from './chat-families.ts';
import { claude } from './claude.ts';
import { deepseekR1 } from './deepseek-r1.ts';
import { llama } from './llama.ts';
import { mistral } from './mistral.ts';
import { nova } from './nova.ts';

/** The bodies that the stand-in for Bedrock understands, by the families of the service. */
export const bedrockBodies: Readonly<Record<FamilyName, BedrockBody>> = {
  llama,
  mistral,
  'mistral-chat': mistralChat,
  nova,
  claude,
  'gpt-oss': gptOss,
  'deepseek-r1': deepseekR1,
  palmyra,
};
