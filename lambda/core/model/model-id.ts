import { type ArnParts, readBedrockArn, readModelName } from './model-name.ts';

interface ModelIdBase {
  /** The id as it was configured, for InvokeModel. */
  readonly id: string;
  /** `meta.llama3-1-8b-instruct-v1:0`: decides the family and, behind a profile, what IAM grants. */
  readonly foundationModelId: string;
}

/** A model in one Region. Newer models refuse this ("on-demand throughput isn't supported"). */
interface FoundationModel extends ModelIdBase {
  readonly form: 'foundation-model';
  readonly geo?: undefined;
  readonly arn?: ArnParts;
}

/** A profile that AWS defines for a geography and a model. */
interface InferenceProfile extends ModelIdBase {
  readonly form: 'inference-profile';
  /** `us.meta.llama3-1-8b-instruct-v1:0`, also where `id` is an ARN. */
  readonly profileId: string;
  /** `us`, `eu`, `apac`, `us-gov`, …, or `global`. */
  readonly geo: string;
  readonly arn?: ArnParts;
}

/** A customer's profile. Its ARN names neither its model nor its Regions. */
interface ApplicationInferenceProfile extends ModelIdBase {
  readonly form: 'application-inference-profile';
  readonly arn: ArnParts;
  /** The geography of the profile it was copied from, if its model was configured as that profile. */
  readonly geo?: string;
}

export type ModelId = FoundationModel | InferenceProfile | ApplicationInferenceProfile;

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

function parseName(id: string, name: string, arn?: ArnParts): FoundationModel | InferenceProfile {
  const read = readModelName(name);
  if (read === undefined) throw unusable(id, 'is not a model id');
  const base = { id, foundationModelId: read.model, ...(arn !== undefined && { arn }) };
  if (read.geo === undefined) return { form: 'foundation-model', ...base };
  return { form: 'inference-profile', profileId: name, geo: read.geo, ...base };
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
  const base = { form: 'application-inference-profile', id, arn, foundationModelId: read.model } as const;
  return read.geo === undefined ? base : { ...base, geo: read.geo };
}

function unusable(id: string, what: string): ModelIdError {
  return new ModelIdError('modelId', `received "${id}", which ${what}; ${supply}`);
}
