import { familyOf, type ModelChoice, type ModelChoices } from '../../../lambda/core/model/choose-model.ts';
import type { FamilyName } from '../../../lambda/core/model/families/family-table.ts';
import { ModelIdError, parseModelId } from '../../../lambda/core/model/model-id.ts';
import { BedrockFault } from './bedrock-errors.ts';

/** A model as InvokeModel is called for it. */
export interface CalledModel {
  readonly family: FamilyName;
  /** Without the geography of a profile: `meta.llama3-1-8b-instruct-v1:0`. */
  readonly foundationModelId: string;
}

/**
 * The model behind an id: the id shows it, except for the configured models where settings say it.
 *
 * @param modelId model id, inference profile id or ARN, decoded
 * @param configured default: every id shows its model
 * @throws BedrockFault ValidationException for an id that names no model of a known family
 */
export function readCalledModel(modelId: string, configured?: ModelChoices): CalledModel {
  const { foundationModelId, modelFamily } = settingsFor(modelId, configured);
  try {
    const id = parseModelId(modelId, foundationModelId);
    return { family: modelFamily ?? familyOf(id), foundationModelId: id.foundationModelId };
  } catch (cause) {
    if (!(cause instanceof ModelIdError)) throw cause;
    throw new BedrockFault('ValidationException', 'The provided model identifier is invalid.', { cause });
  }
}

function settingsFor(modelId: string, configured: ModelChoices | undefined): Partial<ModelChoice> {
  if (configured?.modelId === modelId) return configured;
  if (configured?.fallbackModelId !== modelId) return {};
  return {
    foundationModelId: configured.fallbackFoundationModelId,
    modelFamily: configured.fallbackModelFamily,
  };
}
