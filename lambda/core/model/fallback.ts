import type { BlogFailure } from '../errors.ts';

/**
 * Whether to call the fallback after a failure of the first model: at once if that is gone, not ready or out of its
 * quota, because no wait within a request helps; if it throttles, for the last call.
 *
 * @param callsLeft how many calls are allowed and fit the time
 */
export function turnsToFallback({ kind, modelGone }: BlogFailure, callsLeft: number): boolean {
  if (modelGone || kind === 'model-not-ready' || kind === 'model-quota-exceeded') return true;
  return kind === 'model-throttled' && callsLeft <= 1;
}

const modelSettings = /\b(?:modelId|foundationModelId|modelFamily|modelRegions)\b/g;

/** An advice on the model's settings, with the names of the fallback's settings. */
export function inFallbackTerms(advice: string): string {
  return advice.replace(modelSettings, (name) => `fallback${name[0]?.toUpperCase()}${name.slice(1)}`);
}
