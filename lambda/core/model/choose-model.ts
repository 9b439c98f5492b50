import { invalidFields } from '../errors.ts';
import type { BlogRequest } from '../request/blog-request.ts';
import { type FamilyName, familyNames, familyTable } from './families/family-table.ts';
import type { PromptFormat } from './families/llama.ts';
import type { ModelFamily } from './families/model-family.ts';
import { inFallbackTerms, type ModelField, type ModelId, ModelIdError, parseModelId } from './model-id.ts';

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

/**
 * The model that is configured.
 *
 * @throws ModelIdError if the id cannot be used, its family is unknown, or the prompt format is another family's
 */
export function chooseModel(choice: ModelChoice): ChosenModel {
  const { promptFormat = 'inst' } = choice;
  const { name, id, family } = readModel(choice);
  if (promptFormat !== 'inst' && !('takesPromptFormat' in familyTable[name])) {
    throw new ModelIdError(
      'promptFormat',
      `received "${promptFormat}", but "${id.id}" is of ${family.name}, which has its own; leave it out`,
    );
  }
  return { id, family };
}

/** A model as it is configured; a family without a choice of prompt formats ignores `promptFormat`. */
function readModel({ modelId, foundationModelId, modelFamily, promptFormat = 'inst' }: ModelChoice) {
  const id = parseModelId(modelId, foundationModelId);
  const name = modelFamily ?? familyOf(id);
  return { name, id, family: familyTable[name].create(id.foundationModelId, promptFormat) };
}

/** The models that may write a post. */
export interface ChosenModels {
  readonly model: ChosenModel;
  readonly fallback: ChosenModel | undefined;
}

/** The models as they are configured. Default: no fallback. */
export interface ModelChoices extends ModelChoice {
  readonly fallbackModelId?: string | undefined;
  readonly fallbackFoundationModelId?: string | undefined;
  readonly fallbackModelFamily?: FamilyName | undefined;
}

/** The model and its fallback. @throws ModelIdError of the model, see `chooseModel` and `chooseFallback` */
export function chooseModels(choices: ModelChoices): ChosenModels {
  return { model: chooseModel(choices), fallback: chooseFallback(choices) };
}

/** The fallback, with the first model's prompt format. @throws ModelIdError that names the fallback's settings */
export function chooseFallback(choices: Omit<ModelChoices, 'modelId'>): ChosenModel | undefined {
  const { fallbackModelId: modelId, promptFormat } = choices;
  if (modelId === undefined) return undefined;
  try {
    return readModel({
      modelId,
      foundationModelId: choices.fallbackFoundationModelId,
      modelFamily: choices.fallbackModelFamily,
      promptFormat,
    });
  } catch (error) {
    if (!(error instanceof ModelIdError)) throw error;
    throw new ModelIdError(inFallbackTerms(error.field) as ModelField, inFallbackTerms(error.message));
  }
}

/**
 * Refuses what one of the models would refuse.
 *
 * @throws RequestError `invalid-request` with every field that is at fault
 */
export function assertAccepted(request: BlogRequest, { model, fallback }: ChosenModels): void {
  const found = [model, fallback].flatMap((chosen) => chosen?.family.findFaults?.(request) ?? []);
  // Two models of one family find the same faults.
  const errors = [...new Map(found.map((error) => [`${error.field} ${error.message}`, error])).values()];
  if (errors.length > 0) throw invalidFields(errors);
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
