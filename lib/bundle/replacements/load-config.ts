type Selector<T> = (source: Record<string, string | undefined>, options?: object) => T | undefined;

interface ConfigSelectors<T> {
  readonly environmentVariableSelector: Selector<T>;
  readonly default?: T | (() => T | Promise<T>);
}

/**
 * Replaces the chain of environment, files in `~/.aws` and default: the same without the files. The chain creates an
 * error for each variable that is not set, about twenty for each client.
 */
export function loadConfig<T>(
  { environmentVariableSelector, default: fallback }: ConfigSelectors<T>,
  { signingName, logger }: { signingName?: string; logger?: unknown } = {},
): () => Promise<T> {
  const load = async (): Promise<T> => {
    const value = select(environmentVariableSelector, { signingName, logger });
    if (value !== undefined) return value;
    return (typeof fallback === 'function' ? await (fallback as () => T | Promise<T>)() : fallback) as T;
  };
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load();
    return loaded;
  };
}

/** Ignores a variable with an invalid value, as the chain does. */
function select<T>(selector: Selector<T>, options: object): T | undefined {
  try {
    return selector(process.env, options);
  } catch {
    return undefined;
  }
}
