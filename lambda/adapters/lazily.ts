/**
 * Puts off loading something until it is first asked for. It is loaded once; only a failure to load is followed by
 * another try.
 *
 * @example
 * const words = lazily(async () => (await import('./words.ts')).words);
 * (await words()).length;
 */
export function lazily<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}
