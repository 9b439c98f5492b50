import { isObject } from '../../command/json-object.ts';

/** A model as a server lists it. */
export interface ListedModel {
  readonly name: string;
  /** Other names that the server accepts. */
  readonly aliases: readonly string[];
  /** Why it is not chosen by default: `embedding` models cannot write, `cloud` models run elsewhere. */
  readonly unfit?: 'embedding' | 'cloud' | undefined;
  /** The server reports it as loaded, so the first post does not wait for that. */
  readonly isLoaded: boolean;
  /** It may reason unless that is disabled. */
  readonly thinks: boolean;
}

// For models whose server reports nothing else about them.
const embeddingName = /embed|rerank|\bbge\b|minilm|whisper|\bbert\b/i;

/** Ollama's `/api/tags`; versions before 2026 have neither `capabilities` nor `remote_host`. */
export function readOllamaModels(entries: readonly unknown[]): ListedModel[] {
  return entries.filter(isObject).map((entry) => {
    const name = String(entry.name);
    const capabilities = Array.isArray(entry.capabilities) ? entry.capabilities : undefined;
    const family = isObject(entry.details) ? entry.details.family : '';
    const canWrite = capabilities?.includes('completion') ?? !embeddingName.test(`${name} ${family}`);
    const isRemote = Boolean(entry.remote_host || entry.remote_model) || /[:-]cloud$/.test(name);
    return {
      name,
      // Ollama adds this tag to a name that has none.
      aliases: name.endsWith(':latest') ? [name.slice(0, -':latest'.length)] : [],
      unfit: !canWrite ? 'embedding' : isRemote ? 'cloud' : undefined,
      isLoaded: false,
      // An old Ollama accepts `think: false` for any model.
      thinks: capabilities?.includes('thinking') ?? true,
    };
  });
}

/**
 * OpenAI's list of models (`/v1/models`), with what some servers add to the name: LM Studio's `/api/v0/models`
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
      // llama.cpp's `sleeping` model was loaded, and loads again by itself.
      isLoaded: [entry.state, status].some((state) => state === 'loaded' || state === 'sleeping'),
      thinks: false,
    };
  });
}

/**
 * The model that `wanted` names. Without it, the first loaded one that can write and runs on this machine, or else the
 * first.
 *
 * @param refuse creates the error; its text continues a sentence that begins with the server
 * @throws the error of `refuse` if no model in the list can be used
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
    throw refuse(
      `has no model that can write and runs on this machine, only ${listed}: download one, or set MODEL_NAME`,
    );
  }
  return chosen;
}
