import type { BlogFailure } from './errors.ts';

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
