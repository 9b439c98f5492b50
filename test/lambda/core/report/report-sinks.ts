import { vi } from 'vitest';
import type { Log, Metrics } from '../../../../lambda/core/report/report.ts';

/** A log that only remembers. */
export const spyLog = () => ({
  debug: vi.fn<Log['debug']>(),
  info: vi.fn<Log['info']>(),
  warn: vi.fn<Log['warn']>(),
  error: vi.fn<Log['error']>(),
});

/** Metrics that only remember. */
export const spyMetrics = () => ({
  count: vi.fn<Metrics['count']>(),
  time: vi.fn<Metrics['time']>(),
  failure: vi.fn<Metrics['failure']>(),
  flush: vi.fn<Metrics['flush']>(),
});
