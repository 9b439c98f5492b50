import { type ArnParts, readBedrockArn, readModelName } from './model-name.ts';

/** A model id of a form that InvokeModel accepts. */
export interface ModelId {
  /** The id as it was configured, for InvokeModel. */
  readonly id: string;
  /**
   * Newer models cannot be called as a foundation model ("on-demand throughput isn't supported"). AWS defines an
   * inference profile for a geography and a model. A customer's application inference profile names neither.
   */
  readonly form: 'foundation-model' | 'inference-profile' | 'application-inference-profile';
  /** `meta.llama3-1-8b-instruct-v1:0`: decides the family and, behind a profile, what IAM grants. */
  readonly foundationModelId: string;
  /**
   * `us`, `eu`, `apac`, `us-gov`, …, or `global` for an inference profile; for an application profile the geography of
   * the profile it was copied from, if its model was configured as that profile.
   */
  readonly geo?: string | undefined;
  /** The parts of `id` if it is an ARN. */
  readonly arn?: ArnParts | undefined;
}

/** The settings that choose a model. */
export type ModelField =
  | 'modelId'
  | 'foundationModelId'
  | 'promptFormat'
  | 'fallbackModelId'
  | 'fallbackFoundationModelId';

/** A model id that cannot be used. The message says what was received and what to supply. */
export class ModelIdError extends Error {
  override readonly name = 'ModelIdError';
  /** Which of the configured values is at fault. */
  readonly field: ModelField;

  constructor(field: ModelField, message: string) {
    super(message);
    this.field = field;
  }
}

const supply =
  'supply a model id (meta.llama3-1-8b-instruct-v1:0), an inference profile id ' +
  '(us.meta.llama3-1-8b-instruct-v1:0), or the ARN of a foundation model, an inference profile or an ' +
  'application inference profile';
const supplyFoundationModel =
  'supply the id of the model behind the profile (meta.llama3-1-8b-instruct-v1:0), or of the inference profile ' +
  'it was copied from (us.meta.llama3-1-8b-instruct-v1:0)';

/**
 * Reads a model id of any form that InvokeModel accepts and that IAM can grant exactly. Provisioned, custom and
 * imported models, prompt routers and the like are refused: their ARNs name no model.
 *
 * @param id a model id, a profile id or an ARN
 * @param foundationModelId the model behind an application inference profile, whose ARN does not name it. A profile
 *   id (`us.meta.…`) also says from which geography it was copied.
 * @throws ModelIdError
 */
export function parseModelId(id: string, foundationModelId?: string): ModelId {
  const parsed = id.startsWith('arn:') ? parseArn(id, foundationModelId) : parseName(id, id);
  if (
    foundationModelId !== undefined &&
    readModelName(foundationModelId)?.model !== parsed.foundationModelId
  ) {
    throw new ModelIdError(
      'foundationModelId',
      `received "${foundationModelId}", but the model of "${id}" is "${parsed.foundationModelId}"; ` +
        'leave it out: only the ARN of an application inference profile needs it',
    );
  }
  return parsed;
}

function parseName(id: string, name: string, arn?: ArnParts): ModelId {
  const read = readModelName(name);
  if (read === undefined) throw unusable(id, 'is not a model id');
  const { geo, model } = read;
  const form = geo === undefined ? 'foundation-model' : 'inference-profile';
  return { id, form, foundationModelId: model, geo, arn };
}

function parseArn(id: string, foundationModelId: string | undefined): ModelId {
  const arn = readBedrockArn(id);
  if (arn === undefined) throw unusable(id, 'is not the ARN of a Bedrock model');
  const { type, name, parts } = arn;
  if (!['foundation-model', 'inference-profile', 'application-inference-profile'].includes(type)) {
    throw unusable(id, `is the ARN of a ${type}, which is not supported`);
  }
  if ((parts.account === undefined) !== (type === 'foundation-model')) {
    const fault = parts.account === undefined ? 'lacks the account' : 'names an account, as no model does';
    throw unusable(id, fault);
  }
  if (type === 'application-inference-profile') return parseApplicationProfile(id, parts, foundationModelId);

  const parsed = parseName(id, name, parts);
  if (parsed.form !== type) throw unusable(id, `says ${type}, but "${name}" is the id of a ${parsed.form}`);
  return parsed;
}

function parseApplicationProfile(id: string, arn: ArnParts, model: string | undefined): ModelId {
  const read = model === undefined ? undefined : readModelName(model);
  if (read === undefined) {
    const fault =
      model === undefined
        ? `no foundation model id is set, and the ARN of an application inference profile ("${id}") does not name its model`
        : `received "${model}", which is not a model id`;
    throw new ModelIdError('foundationModelId', `${fault}; ${supplyFoundationModel}`);
  }
  return { id, form: 'application-inference-profile', foundationModelId: read.model, geo: read.geo, arn };
}

function unusable(id: string, what: string): ModelIdError {
  return new ModelIdError('modelId', `received "${id}", which ${what}; ${supply}`);
}

const modelSettings = /\b(?:modelId|foundationModelId|modelFamily|modelRegions)\b/g;

/** An advice on the model's settings, with the names of the fallback's settings. */
export function inFallbackTerms(advice: string): string {
  return advice.replace(modelSettings, (name) => `fallback${name[0]?.toUpperCase()}${name.slice(1)}`);
}
