import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Makes V8 save memory in this process and its threads. Each environment is a thread with its own heap: two dozen of
 * them would each keep garbage, and machine code of the same functions.
 */
export function keepHeapsSmall(): void {
  for (const flag of ['--optimize-for-size', '--no-opt', '--no-maglev', '--no-sparkplug']) {
    setFlagsFromString(flag);
  }
}

/** Returns a function that collects all garbage of its thread, which takes some milliseconds. */
export function createGarbageCollector(): () => void {
  // From here on a new context has a function `gc`; this one and the bundle's do not.
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
