import { expect, it, vi } from 'vitest';
import { createLog, logModelRetry, logRecordLost } from '../../../lambda/adapters/logger.ts';
import { BlogFailure } from '../../../lambda/core/errors.ts';

it('a model call that is followed by another is logged with its number, kind, cause and the next model', () => {
  const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
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

it.each([
  ['DEBUG', ['DEBUG', 'INFO', 'WARN', 'ERROR']],
  ['WARN', ['WARN', 'ERROR']],
  ['ERROR', ['ERROR']],
] as const)(
  'with level %s the lines from there on are written, whatever Lambda lets through',
  (level, written) => {
    vi.stubEnv('AWS_LAMBDA_LOG_FORMAT', 'JSON');
    vi.stubEnv('AWS_LAMBDA_LOG_LEVEL', level === 'DEBUG' ? 'DEBUG' : 'INFO');
    const lines: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
    const log = createLog(level);
    log.debug('d');
    log.info('i');
    log.warn('w');
    log.error('e');
    vi.unstubAllEnvs();
    expect(lines.map((line) => JSON.parse(line).level)).toEqual(written);
  },
);

it('each line is one JSON object with its level and fields', () => {
  vi.stubEnv('SERVICE_NAME', 'blog-writer');
  vi.stubEnv('_X_AMZN_TRACE_ID', 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1');
  const lines: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  const log = createLog();
  log.debug('below the default level');
  log.info('Post saved', { request_id: 'r' });
  log.warn('careful');
  log.error('failed', { error: new Error('x') });
  vi.unstubAllEnvs();
  const parsed = lines.map((line) => JSON.parse(line));
  expect(parsed.map(({ level, message }) => [level, message])).toEqual([
    ['INFO', 'Post saved'],
    ['WARN', 'careful'],
    ['ERROR', 'failed'],
  ]);
  expect(parsed[0]).toMatchObject({
    request_id: 'r',
    service: 'blog-writer',
    xray_trace_id: '1-5759e988-bd862e3fe1be46a994272793',
  });
  expect(parsed[2].error).toMatchObject({ name: 'Error', message: 'x' });
});
