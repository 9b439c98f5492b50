import { isObject } from '../../command/json-object.ts';

/** A model as a server lists it. */
export interface ListedModel {
  readonly name: string;
  /** Other names that the server knows it by. */
  readonly aliases: readonly string[];
  /** Why it is not chosen unasked: `embedding` models cannot write, `cloud` models run elsewhere. */
  readonly unfit?: 'embedding' | 'cloud' | undefined;
  /** The server says that it is loaded, so that the first post does not wait for that. */
  readonly isLoaded: boolean;
  /** It may reason unless it is asked not to. */
  readonly thinks: boolean;
}

// Of models whose server says nothing else about them.
const embeddingName = /embed|rerank|\bbge\b|minilm|whisper|\bbert\b/i;

/** Ollama's `/api/tags`; versions before 2026 say neither `capabilities` nor `remote_host`. */
export function readOllamaModels(entries: readonly unknown[]): ListedModel[] {
  return entries.filter(isObject).map((entry) => {
    const name = String(entry.name);
    const capabilities = Array.isArray(entry.capabilities) ? entry.capabilities : undefined;
    const family = isObject(entry.details) ? entry.details.family : '';
    const canWrite = capabilities?.includes('completion') ?? !embeddingName.test(`${name} ${family}`);
    const isRemote = Boolean(entry.remote_host || entry.remote_model) || /[:-]cloud$/.test(name);
    return {
      name,
      // Ollama adds this tag to a name without one.
      aliases: name.endsWith(':latest') ? [name.slice(0, -':latest'.length)] : [],
      unfit: !canWrite ? 'embedding' : isRemote ? 'cloud' : undefined,
      isLoaded: false,
      // An old Ollama takes `think: false` for any model.
      thinks: capabilities?.includes('thinking') ?? true,
    };
  });
}

/**
 * OpenAI's list of models (`/v1/models`), with what some servers say beside the name: LM Studio's `/api/v0/models`
 * has `type` and `state`, llama.cpp's server with several models `status` and `aliases`.
 */
export function readOpenAiModels(entries: readonly unknown[]): ListedModel[] {
  return entries.filter(isObject).map((entry) => {
    const name = String(entry.id);
    const status = isObject(entry.status) ? entry.status.value : undefined;
    const cannotWrite =
      entry.type === undefined ? embeddingName.test(name) : /^(?:embedding|rerank)/.test(String(entry.type));
    return {
      name,
      aliases: Array.isArray(entry.aliases) ? entry.aliases.map(String) : [],
      unfit: cannotWrite ? 'embedding' : undefined,
      isLoaded: entry.state === 'loaded' || status === 'loaded',
      thinks: false,
    };
  });
}

/**
 * The model that `wanted` names; without it, the first loaded one that can write and is on this machine, else the
 * first.
 *
 * @param refuse makes the error for what is wrong, in words that follow the server
 * @throws what `refuse` makes, if no model of the list can be used
 */
export function chooseListedModel(
  models: readonly ListedModel[],
  wanted: string | undefined,
  refuse: (what: string) => Error,
): ListedModel {
  const listed = models
    .map(({ name, unfit }) => (unfit === undefined ? name : `${name} (${unfit})`))
    .join(', ');
  if (wanted !== undefined) {
    const found = models.find(({ name, aliases }) => name === wanted || aliases.includes(wanted));
    if (found === undefined) {
      throw refuse(`has no model ${wanted}, only ${listed}: set MODEL_NAME to one of these`);
    }
    if (found.unfit === 'embedding') {
      throw refuse(
        `cannot write with ${wanted}, which is for embeddings: set MODEL_NAME to another of ${listed}`,
      );
    }
    return found;
  }
  const fit = models.filter(({ unfit }) => unfit === undefined);
  const chosen = fit.find(({ isLoaded }) => isLoaded) ?? fit[0];
  if (chosen === undefined) {
    throw refuse(`has no model that writes on this machine, only ${listed}: get one, or set MODEL_NAME`);
  }
  return chosen;
}
