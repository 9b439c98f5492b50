import { inFallbackTerms } from './fallback.ts';
import { type FamilyName, familyNames, familyTable } from './families/family-table.ts';
import type { PromptFormat } from './families/llama.ts';
import type { ModelFamily } from './families/model-family.ts';
import { type ModelField, type ModelId, ModelIdError, parseModelId } from './model-id.ts';

/** A model as it is configured. */
export interface ModelChoice {
  /** Model id, inference profile id or ARN. */
  readonly modelId: string;
  /** The model behind an application inference profile. */
  readonly foundationModelId?: string | undefined;
  /** Default: the family that the model's id shows. */
  readonly modelFamily?: FamilyName | undefined;
  /** Default `inst`. */
  readonly promptFormat?: PromptFormat | undefined;
}

/** A model and its family. */
export interface ChosenModel {
  readonly id: ModelId;
  readonly family: ModelFamily;
}

/** @throws ModelIdError if the id cannot be used, its family is unknown, or the prompt format is another family's */
export function chooseModel(choice: ModelChoice): ChosenModel {
  const { modelId, foundationModelId, promptFormat = 'inst' } = choice;
  const id = parseModelId(modelId, foundationModelId);
  const name = choice.modelFamily ?? familyOf(id);
  const entry = familyTable[name];
  const family = entry.create(id.foundationModelId, promptFormat);
  if (promptFormat !== 'inst' && !('takesPromptFormat' in entry)) {
    throw new ModelIdError(
      'promptFormat',
      `received "${promptFormat}", but "${id.id}" is of ${family.name}, which has its own; leave it out`,
    );
  }
  return { id, family };
}

/** The models that may write a post. */
export interface ChosenModels {
  readonly model: ChosenModel;
  readonly fallback?: ChosenModel;
}

/** The models as they are configured. Default: no fallback. */
export interface ModelChoices extends ModelChoice {
  readonly fallbackModelId?: string | undefined;
  readonly fallbackFoundationModelId?: string | undefined;
  readonly fallbackModelFamily?: FamilyName | undefined;
}

/** The model and its fallback. @throws ModelIdError of the model, see `chooseModel` and `chooseFallback` */
export function chooseModels(choices: ModelChoices): ChosenModels {
  const model = chooseModel(choices);
  const fallback = chooseFallback(choices);
  return { model, ...(fallback !== undefined && { fallback }) };
}

/** The fallback, with the first model's prompt format. @throws ModelIdError that names the fallback's settings */
export function chooseFallback(choices: Omit<ModelChoices, 'modelId'>): ChosenModel | undefined {
  const { fallbackModelId: modelId, fallbackFoundationModelId: foundationModelId, promptFormat } = choices;
  if (modelId === undefined) return undefined;
  try {
    const modelFamily = choices.fallbackModelFamily ?? familyOf(parseModelId(modelId, foundationModelId));
    const choice = { modelId, foundationModelId, modelFamily };
    return chooseModel(
      'takesPromptFormat' in familyTable[modelFamily] ? { ...choice, promptFormat } : choice,
    );
  } catch (error) {
    if (!(error instanceof ModelIdError)) throw error;
    throw new ModelIdError(inFallbackTerms(error.field) as ModelField, inFallbackTerms(error.message));
  }
}

/** The family that a model's id shows. @throws ModelIdError if it shows none */
export function familyOf({ id, form, foundationModelId }: ModelId): FamilyName {
  const name = familyNames.find((family) =>
    familyTable[family].prefixes.some((prefix) => foundationModelId.startsWith(prefix)),
  );
  if (name !== undefined) return name;
  const atFault = form === 'application-inference-profile' ? 'foundationModelId' : 'modelId';
  const known = familyNames.map((family) => `${family} (${familyTable[family].prefixes.join('…, ')}…)`);
  throw new ModelIdError(
    atFault,
    `received "${atFault === 'modelId' ? id : foundationModelId}", which is of no known model family; supply a model of: ` +
      `${known.join(', ')}; or set modelFamily to the one whose request and answer it shares`,
  );
}
