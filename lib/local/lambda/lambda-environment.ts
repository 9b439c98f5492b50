import { Worker } from 'node:worker_threads';
import type { Invocation, RuntimeAnswer, RuntimeData } from './lambda-runtime.ts';
import { keepHeapsSmall } from './small-heaps.ts';

/** A function's failure by the name that Lambda reports: of a thrown error, a timeout, or a runtime that exited. */
export class FunctionError extends Error {
  override readonly name: string;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** How an environment is started. */
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
  let settle: ((answer: RuntimeAnswer) => void) | undefined;
  const answerWith = (answer: RuntimeAnswer): void => {
    settle?.(answer);
    settle = undefined;
  };
  const nextAnswer = (): Promise<RuntimeAnswer> => new Promise((resolve) => (settle = resolve));
  const fail = (errorType: string, errorMessage: string): void => {
    ended = true;
    answerWith({ kind: 'error', errorType, errorMessage });
  };
  worker.on('message', answerWith);
  worker.on('error', (error: Error) => fail(error.name, error.message));
  worker.on('exit', (code) => fail('Runtime.ExitError', `Runtime exited with code ${code}`));

  const end = async (): Promise<void> => {
    ended = true;
    await worker.terminate();
  };
  const started = await nextAnswer();
  if (started.kind === 'error') {
    await end();
    throw new FunctionError(started.errorType, started.errorMessage);
  }

  return {
    startedAt: Date.now(),
    get ended() {
      return ended;
    },
    end,
    async invoke(event, awsRequestId) {
      const answered = nextAnswer();
      const message: Invocation = {
        event: JSON.stringify(event),
        awsRequestId,
        endsAt: Date.now() + timeoutMs,
      };
      worker.postMessage(message);
      const timer = setTimeout(() => {
        fail('Sandbox.Timedout', `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`);
        void worker.terminate();
      }, timeoutMs);
      const answer = await answered;
      clearTimeout(timer);
      if (answer.kind === 'error') throw new FunctionError(answer.errorType, answer.errorMessage);
      return answer.kind === 'result' ? JSON.parse(answer.payload) : undefined;
    },
  };
}
