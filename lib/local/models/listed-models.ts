import type { Json } from './event-lines.ts';

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

/** No model of the list can be used. The message says what is wrong, for a line that begins with the server. */
export class NoModelError extends Error {
  override readonly name = 'NoModelError';
}

// Of models whose server says nothing else about them.
const embeddingName = /embed|rerank|\bbge\b|minilm|whisper/i;
const embeddingFamily = /bert/i;

/** Ollama's `/api/tags`; versions before 2026 say neither `capabilities` nor `remote_host`. */
export function readOllamaModels(entries: readonly unknown[]): ListedModel[] {
  return entries.filter(isObject).map((entry) => {
    const name = String(entry.name);
    const capabilities = Array.isArray(entry.capabilities) ? entry.capabilities : undefined;
    const family = isObject(entry.details) ? String(entry.details.family) : '';
    const cannotWrite =
      capabilities === undefined
        ? embeddingName.test(name) || embeddingFamily.test(family)
        : !capabilities.includes('completion');
    const isRemote = Boolean(entry.remote_host || entry.remote_model) || /[:-]cloud$/.test(name);
    return {
      name,
      // Ollama adds this tag to a name without one.
      aliases: name.endsWith(':latest') ? [name.slice(0, -':latest'.length)] : [],
      unfit: cannotWrite ? 'embedding' : isRemote ? 'cloud' : undefined,
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
 * @throws NoModelError
 */
export function chooseListedModel(models: readonly ListedModel[], wanted: string | undefined): ListedModel {
  const listed = models
    .map(({ name, unfit }) => (unfit === undefined ? name : `${name} (${unfit})`))
    .join(', ');
  if (wanted !== undefined) {
    const found = models.find(({ name, aliases }) => name === wanted || aliases.includes(wanted));
    if (found === undefined) {
      throw new NoModelError(`has no model ${wanted}, only ${listed}: set MODEL_NAME to one of these`);
    }
    if (found.unfit === 'embedding') {
      throw new NoModelError(
        `cannot write with ${wanted}, which is for embeddings: set MODEL_NAME to another of ${listed}`,
      );
    }
    return found;
  }
  const fit = models.filter(({ unfit }) => unfit === undefined);
  const chosen = fit.find(({ isLoaded }) => isLoaded) ?? fit[0];
  if (chosen === undefined) {
    throw new NoModelError(
      `has no model that writes on this machine, only ${listed}: get one, or set MODEL_NAME`,
    );
  }
  return chosen;
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}
