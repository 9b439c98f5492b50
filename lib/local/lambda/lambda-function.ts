import { randomUUID } from 'node:crypto';
import {
  type EnvironmentOptions,
  FunctionError,
  type LambdaEnvironment,
  startEnvironment,
} from './lambda-environment.ts';

/** A function as its callers see it. */
export interface LocalFunction {
  /**
   * Runs the function on an event, in an idle environment or a new one.
   *
   * @param awsRequestId default a new one; Lambda repeats it when it retries an asynchronous event
   * @throws FunctionError
   */
  invoke(event: unknown, awsRequestId?: string): Promise<unknown>;
  /** Starts an environment ahead of the first event. @throws FunctionError where the function fails at start-up */
  warm(): Promise<void>;
  /** Ends every environment, also under an event: that one fails, and every one after it. */
  close(): Promise<void>;
}

export interface LocalFunctionOptions extends Omit<EnvironmentOptions, 'env'> {
  /** The environment's variables, asked for whenever an environment starts: credentials may be new by then. */
  env: () => Promise<Readonly<Record<string, string>>>;
  /** How many environments there may be at once; further events wait. Default 32. */
  concurrency?: number;
  /** How long an environment takes new events, in milliseconds. Default: as long as the service runs. */
  maxAgeMs?: number;
}

/** A function with as many environments as events are under way, as Lambda scales. */
export function createLocalFunction(options: LocalFunctionOptions): LocalFunction {
  const { env, concurrency = 32, maxAgeMs = Number.POSITIVE_INFINITY, ...environmentOptions } = options;
  const idle: { environment: LambdaEnvironment; startedAt: number }[] = [];
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
    // Closed while it started: nobody else would end it.
    if (closed) await environment.end();
    assertOpen();
    return environment;
  };

  const acquireEnvironment = async () => {
    for (let found = idle.pop(); found !== undefined; found = idle.pop()) {
      if (!found.environment.ended && Date.now() - found.startedAt < maxAgeMs) return found;
      all.delete(found.environment);
      await found.environment.end();
    }
    const start = startNew();
    starting.add(start);
    const environment = await start.finally(() => starting.delete(start));
    all.add(environment);
    return { environment, startedAt: Date.now() };
  };

  return {
    async invoke(event, awsRequestId = randomUUID()) {
      if (busy >= concurrency) await new Promise<void>((resolve) => waiting.push(resolve));
      else busy += 1;
      try {
        assertOpen();
        const held = await acquireEnvironment();
        try {
          return await held.environment.invoke(event, awsRequestId);
        } finally {
          if (held.environment.ended) all.delete(held.environment);
          else idle.push(held);
        }
      } finally {
        // The place goes to the event that waits longest, or is free again.
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
