import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Makes V8 save memory in this process and its threads. Each environment is a thread with its own heap: two dozen
 * threads would each keep garbage, and machine code of the same functions.
 */
export function keepHeapsSmall(): void {
  for (const flag of ['--optimize-for-size', '--no-opt', '--no-maglev', '--no-sparkplug']) {
    setFlagsFromString(flag);
  }
}

/** Returns a function that collects all garbage of its thread, in a few milliseconds. */
export function createGarbageCollector(): () => void {
  // Only contexts created after this have a function `gc`: neither this one nor the bundle's.
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
