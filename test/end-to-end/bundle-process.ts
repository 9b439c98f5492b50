import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const runner = fileURLToPath(new URL('./bundle-runner.ts', import.meta.url));

/** One run of a deployed bundle in a process of its own. */
export interface BundleProcess {
  /** What the handler returned. @throws Error what it threw, or that the process ended */
  result: Promise<unknown>;
  /** Ends the process at once, as a machine that fails would. */
  kill(): Promise<void>;
}

/** @param env the whole of the process's environment */
export function runBundle(
  bundlePath: string,
  env: Record<string, string>,
  invocation: { event: unknown; awsRequestId: string },
): BundleProcess {
  const child = fork(runner, [bundlePath], {
    env,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    silent: true,
  });
  const exited = once(child, 'exit');
  const result = new Promise<unknown>((resolve, reject) => {
    child.once('message', (answer: { result?: unknown; error?: string }) =>
      answer.error === undefined ? resolve(answer.result) : reject(new Error(answer.error)),
    );
    child.once('exit', (code, signal) => reject(new Error(`the process ended: ${signal ?? code}`)));
  });
  // Whoever kills the process need not look at its result.
  result.catch(() => {});
  child.send(invocation);
  return {
    result,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
