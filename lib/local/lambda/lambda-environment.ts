import { Worker } from 'node:worker_threads';
import type { Invocation, RuntimeAnswer, RuntimeData } from './lambda-runtime.ts';
import { keepHeapsSmall } from './small-heaps.ts';

/** A function's failure, with the name that Lambda reports: a thrown error, a timeout, or a runtime that exited. */
export class FunctionError extends Error {
  override readonly name: string;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** The options to start an environment. */
export interface EnvironmentOptions extends RuntimeData {
  /** The whole of the function's `process.env`: nothing of the caller's shell reaches it. */
  env: Readonly<Record<string, string>>;
  memorySizeMb: number;
  /** The function's timeout in milliseconds. */
  timeoutMs: number;
  /** Called with what the function writes to standard output and error. */
  onLog: (text: string) => void;
}

/** A running execution environment. It handles one event at a time. */
export interface LambdaEnvironment {
  /** @throws FunctionError */
  invoke(event: unknown, awsRequestId: string): Promise<unknown>;
  /** In milliseconds since 1970. */
  readonly startedAt: number;
  /** Whether it has ended, after an error of the runtime or a timeout, and accepts no further event. */
  readonly ended: boolean;
  end(): Promise<void>;
}

/** Starts an environment and loads the function. @throws FunctionError if the function fails to load */
export async function startEnvironment(options: EnvironmentOptions): Promise<LambdaEnvironment> {
  const { env, timeoutMs, memorySizeMb, onLog, ...workerData } = options;
  keepHeapsSmall();
  const worker = new Worker(new URL('./lambda-runtime.ts', import.meta.url), {
    workerData: workerData satisfies RuntimeData,
    env: { ...env },
    // By default, V8 sizes a thread's heap by the machine's memory and collects it rarely.
    resourceLimits: { maxOldGenerationSizeMb: memorySizeMb, maxYoungGenerationSizeMb: 8 },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdout: true,
    stderr: true,
  });
  worker.stdout.setEncoding('utf8').on('data', onLog);
  worker.stderr.setEncoding('utf8').on('data', onLog);

  let ended = false;
  let answered = Promise.withResolvers<unknown>();
  const end = async (): Promise<void> => {
    ended = true;
    await worker.terminate();
  };
  const fail = (name: string, message: string): void => {
    ended = true;
    answered.reject(new FunctionError(name, message));
  };
  worker.on('message', (answer: RuntimeAnswer) => {
    if ('result' in answer) answered.resolve(JSON.parse(answer.result));
    else answered.reject(new FunctionError(answer.errorType, answer.errorMessage));
  });
  worker.on('error', (error: Error) => fail(error.name, error.message));
  worker.on('exit', (code) => fail('Runtime.ExitError', `Runtime exited with code ${code}`));
  try {
    await answered.promise;
  } catch (error) {
    await end();
    throw error;
  }

  return {
    startedAt: Date.now(),
    get ended() {
      return ended;
    },
    end,
    invoke(event, awsRequestId) {
      answered = Promise.withResolvers();
      const endsAt = Date.now() + timeoutMs;
      worker.postMessage({ event: JSON.stringify(event), awsRequestId, endsAt } satisfies Invocation);
      const timer = setTimeout(() => {
        fail('Sandbox.Timedout', `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`);
        void worker.terminate();
      }, timeoutMs);
      return answered.promise.finally(() => clearTimeout(timer));
    },
  };
}
