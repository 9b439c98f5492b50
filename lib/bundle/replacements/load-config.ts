import { memoize } from '@smithy/core/config';

type Selector<T> = (source: Record<string, string | undefined>, options?: object) => T | undefined;

interface ConfigSelectors<T> {
  readonly environmentVariableSelector: Selector<T>;
  readonly default?: T | (() => T | Promise<T>);
}

/**
 * In place of the chain that asks the environment, the files in `~/.aws` and the default: the same without the
 * files. What the environment does not say is no error here, of which each client would make some twenty.
 */
export function loadConfig<T>(
  { environmentVariableSelector, default: fallback }: ConfigSelectors<T>,
  { signingName, logger }: { signingName?: string; logger?: unknown } = {},
): () => Promise<T> {
  return memoize(async () => {
    const value = select(environmentVariableSelector, { signingName, logger });
    if (value !== undefined) return value;
    return (typeof fallback === 'function' ? await (fallback as () => T | Promise<T>)() : fallback) as T;
  });
}

/** A variable that is set to something invalid is passed over, as the chain does. */
function select<T>(selector: Selector<T>, options: object): T | undefined {
  try {
    return selector(process.env, options);
  } catch {
    return undefined;
  }
}
