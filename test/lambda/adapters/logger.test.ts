import { afterEach, expect, it, vi } from 'vitest';
import { createLog, logModelRetry, logRecordLost } from '../../../lambda/adapters/logger.ts';
import { BlogFailure } from '../../../lambda/core/errors.ts';
import { spyLog } from '../core/report/report-sinks.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

it('a model call that is followed by another is logged with its number, kind, cause and the next model', () => {
  const log = spyLog();
  const cause = new Error('slow down');
  const failure = new BlogFailure('model-throttled', 'throttled', { cause, hint: 'wait' });
  failure.modelId = 'm';
  logModelRetry(log, { request_id: 'r' })(failure, 1, 'next');
  logRecordLost(log, { request_id: 'r' })(cause);
  expect(log.warn.mock.calls).toEqual([
    [
      expect.any(String),
      {
        request_id: 'r',
        kind: 'model-throttled',
        model_calls: 1,
        model_id: 'm',
        next_model_id: 'next',
        reason: 'throttled',
        hint: 'wait',
        error: cause,
      },
    ],
    [expect.any(String), { request_id: 'r', error: cause }],
  ]);
});

/** Runs something and reads the lines that it logs. */
function linesOf(write: () => void) {
  const lines: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  write();
  return lines.map((line) => JSON.parse(line));
}

it.each([
  ['DEBUG', ['DEBUG', 'INFO', 'WARN', 'ERROR']],
  [undefined, ['INFO', 'WARN', 'ERROR']],
  ['WARN', ['WARN', 'ERROR']],
  ['ERROR', ['ERROR']],
] as const)('with level %s the lines from there on are written', (level, written) => {
  const log = createLog(level);
  const lines = linesOf(() => {
    log.debug('d');
    log.info('i');
    log.warn('w');
    log.error('e');
  });
  expect(lines.map((line) => line.level)).toEqual(written);
});

it('each line is one JSON object with its level, message and fields', () => {
  vi.stubEnv('SERVICE_NAME', 'blog-writer');
  vi.stubEnv('_X_AMZN_TRACE_ID', 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1');
  const error = new Error('x');
  expect(linesOf(() => createLog().error('failed', { request_id: 'r', error }))).toEqual([
    {
      level: 'ERROR',
      message: 'failed',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      service: 'blog-writer',
      xray_trace_id: '1-5759e988-bd862e3fe1be46a994272793',
      request_id: 'r',
      error: expect.objectContaining({ name: 'Error', message: 'x' }),
    },
  ]);
});
