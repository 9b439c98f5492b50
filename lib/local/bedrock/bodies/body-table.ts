import type { FamilyName } from '../../../../lambda/core/model/families/family-table.ts';
import type { BedrockBody } from './bedrock-body.ts';
import { claude } from './claude.ts';
import { gptOss, mistralChat, nova, palmyra } from './message-bodies.ts';
import { deepseekR1, llama, mistral } from './prompt-bodies.ts';

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
