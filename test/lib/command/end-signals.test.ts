import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exitCode } from '../../../lib/command/command-error.ts';
import { endOnSignal } from '../../../lib/command/end-signals.ts';

describe('endOnSignal', () => {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  let before: Map<NodeJS.Signals, unknown[]>;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] });
    before = new Map(signals.map((signal) => [signal, process.listeners(signal)]));
  });
  afterEach(() => {
    for (const [signal, listener] of added()) process.off(signal, listener);
    process.exitCode = undefined;
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  function added() {
    return signals.flatMap((signal) =>
      process
        .listeners(signal)
        .filter((listener) => !before.get(signal)?.includes(listener))
        .map((listener) => [signal, listener] as const),
    );
  }

  function send(wanted: NodeJS.Signals): void {
    for (const [signal, listener] of added()) if (signal === wanted) listener(signal);
  }

  it.each([
    ['SIGINT', exitCode.interrupted],
    ['SIGTERM', exitCode.terminated],
  ] as const)('ends once on %s, and at once on a further one', (signal, code) => {
    const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never);
    const end = vi.fn();
    endOnSignal(end);
    send(signal);
    expect(end).toHaveBeenCalledExactlyOnceWith(signal);
    expect(process.exitCode).toBe(code);
    // npm repeats Ctrl-C within milliseconds.
    vi.advanceTimersByTime(20);
    send(signal);
    expect(exit).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1_000);
    send('SIGTERM');
    expect(exit).toHaveBeenCalledExactlyOnceWith(exitCode.terminated);
    expect(end).toHaveBeenCalledOnce();
  });
});
