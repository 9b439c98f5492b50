import { BlogFailure } from '../errors.ts';
import type { TextModel } from '../post/blog.ts';

/**
 * Whether the fallback model is to be called after a failure of the first: at once where that one is gone, not ready
 * or out of its quota, which no wait within a request mends; where it throttles, once a single call is left.
 * Of other failures the fallback knows no better than the model itself.
 *
 * @param callsLeft how many calls there is leave and time for
 */
export function turnsToFallback({ kind, modelGone }: BlogFailure, callsLeft: number): boolean {
  if (modelGone || kind === 'model-not-ready' || kind === 'model-quota-exceeded') return true;
  return kind === 'model-throttled' && callsLeft <= 1;
}

const modelSettings = /\b(?:modelId|foundationModelId|modelFamily|modelRegions)\b/g;

/** An advice that names the settings of the model, in the names of those of the fallback. */
export function inFallbackTerms(advice: string): string {
  return advice.replace(modelSettings, (name) => `fallback${name[0]?.toUpperCase()}${name.slice(1)}`);
}

/** A model as the fallback: what its failures advise is in the names of its own settings. */
export function asFallback({ modelId, generate }: TextModel): TextModel {
  return {
    modelId,
    async generate(request, signal) {
      try {
        return await generate(request, signal);
      } catch (error) {
        if (!(error instanceof BlogFailure) || error.hint === undefined) throw error;
        const { kind, message, cause, modelGone, hint } = error;
        throw new BlogFailure(kind, message, { cause, modelGone, hint: inFallbackTerms(hint) });
      }
    },
  };
}
