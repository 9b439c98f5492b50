import { randomUUID } from 'node:crypto';
import {
  type EnvironmentOptions,
  FunctionError,
  type LambdaEnvironment,
  startEnvironment,
} from './lambda-environment.ts';

export interface LocalFunction {
  /**
   * Runs the function on an event, in an idle environment or a new one.
   *
   * @param awsRequestId default: a new one; Lambda repeats it when it retries an asynchronous event
   * @throws FunctionError
   */
  invoke(event: unknown, awsRequestId?: string): Promise<unknown>;
  /** Starts an environment before the first event. @throws FunctionError if the function fails to load */
  warm(): Promise<void>;
  /** Ends every environment. Events in progress fail, and so does every later one. */
  close(): Promise<void>;
}

export interface LocalFunctionOptions extends Omit<EnvironmentOptions, 'env'> {
  /** The environment's variables, read whenever an environment starts: credentials may have changed. */
  env: () => Promise<Readonly<Record<string, string>>>;
  /** The maximum number of environments; further events wait. @default 32 */
  concurrency?: number;
}

/** How long an environment accepts new events, in milliseconds, so that it gets renewed credentials. */
const maxAgeMs = 10 * 60_000;

/** A function that scales as Lambda does: one environment for each concurrent event. */
export function createLocalFunction(options: LocalFunctionOptions): LocalFunction {
  const { env, concurrency = 32, ...environmentOptions } = options;
  const idle: LambdaEnvironment[] = [];
  const all = new Set<LambdaEnvironment>();
  const starting = new Set<Promise<LambdaEnvironment>>();
  const waiting: (() => void)[] = [];
  let busy = 0;
  let closed = false;

  const assertOpen = (): void => {
    if (closed) throw new FunctionError('Runtime.ExitError', 'The function is closed');
  };

  const startNew = async (): Promise<LambdaEnvironment> => {
    const variables = await env();
    assertOpen();
    const environment = await startEnvironment({ ...environmentOptions, env: variables });
    // If the function was closed in the meantime, nothing else ends this environment.
    if (closed) await environment.end();
    assertOpen();
    return environment;
  };

  const acquireEnvironment = async (): Promise<LambdaEnvironment> => {
    for (let found = idle.pop(); found !== undefined; found = idle.pop()) {
      if (!found.ended && Date.now() - found.startedAt < maxAgeMs) return found;
      all.delete(found);
      await found.end();
    }
    const start = startNew();
    starting.add(start);
    const environment = await start.finally(() => starting.delete(start));
    all.add(environment);
    return environment;
  };

  return {
    async invoke(event, awsRequestId = randomUUID()) {
      if (busy >= concurrency) await new Promise<void>((resolve) => waiting.push(resolve));
      else busy += 1;
      try {
        assertOpen();
        const environment = await acquireEnvironment();
        try {
          return await environment.invoke(event, awsRequestId);
        } finally {
          if (environment.ended) all.delete(environment);
          else idle.push(environment);
        }
      } finally {
        // The event that has waited longest is next.
        const next = waiting.shift();
        if (next === undefined) busy -= 1;
        else next();
      }
    },
    async warm() {
      idle.push(await acquireEnvironment());
    },
    async close() {
      closed = true;
      await Promise.allSettled([...[...all].map((environment) => environment.end()), ...starting]);
      all.clear();
    },
  };
}
