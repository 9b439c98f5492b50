import { describe, expect, it } from 'vitest';
import { createTerminalLog } from '../../../lib/local/terminal-log.ts';

const noon = new Date(2026, 10, 25, 12, 0, 0);

function logTo(format: string | undefined) {
  const printed: string[] = [];
  return {
    printed,
    log: createTerminalLog(
      format,
      (text) => printed.push(text),
      () => noon,
    ),
  };
}

const line = (fields: Record<string, unknown>): string => `${JSON.stringify(fields)}\n`;
const answered = { method: 'POST', path: '/blog', status: 200, durationMs: 742, note: '/blog/20261125_Bees' };

describe('the log of the local service', () => {
  it('has a line for each request', () => {
    const { log, printed } = logTo('text');
    log.answered(answered);
    log.answered({
      method: 'GET',
      path: '/blogs\u001b[2J',
      status: 404,
      durationMs: 1,
      note: 'no such\nroute',
    });
    expect(printed).toEqual([
      '12:00:00  POST /blog 200 in 742 ms: /blog/20261125_Bees\n',
      '12:00:00  GET /blogs\\u001b[2J 404 in 1 ms: no such route\n',
    ]);
  });

  it.each([
    ["a request's line, which its own says", { level: 'INFO', message: 'Post saved', request_id: 'a' }, []],
    ['metrics', { _aws: {}, PostsSaved: 1 }, []],
    [
      "the worker's posts",
      { level: 'INFO', message: 'Post saved', blog_time: '20261125T120000000Z', aws_request_id: 'a' },
      ['12:00:00  Post saved 20261125T120000000Z\n'],
    ],
    [
      'a warning with its cause',
      {
        level: 'WARN',
        message: 'Calling again',
        request_id: 'a',
        reason: 'slow',
        error: { name: 'E', message: 'x\u009b' },
      },
      ['12:00:00  WARN Calling again slow (E: x\\u009b)\n'],
    ],
    [
      'an error once, where the message has it',
      { level: 'ERROR', message: 'Failed: E: no model', error: { name: 'E', message: 'no model' } },
      ['12:00:00  ERROR Failed: E: no model\n'],
    ],
    [
      'an error with what to do',
      { level: 'ERROR', message: 'Denied', request_id: 'a', hint: 'allow it' },
      ['12:00:00  ERROR Denied → allow it\n'],
    ],
  ])('reads %s', (_, fields, expected) => {
    const { log, printed } = logTo('text');
    log.write(line(fields));
    expect(printed).toEqual(expected);
  });

  it('prints what is not JSON, once its line is whole', () => {
    const { log, printed } = logTo('text');
    log.write('Sandbox.Timed');
    log.write('out: too late\n\n5\n');
    expect(printed).toEqual(['12:00:00  Sandbox.Timedout: too late\n', '12:00:00  5\n']);
  });

  it('is what the functions write, and JSON for each request, where JSON is asked for', () => {
    const { log, printed } = logTo('json');
    log.write(line({ level: 'INFO', message: 'a\u009bb' }));
    log.answered(answered);
    expect(printed[0]).toBe('{"level":"INFO","message":"a\\u009bb"}\n');
    expect(JSON.parse(printed[1] ?? '')).toEqual({
      level: 'INFO',
      message: 'Request answered',
      timestamp: noon.toISOString(),
      method: 'POST',
      path: '/blog',
      status: 200,
      note: '/blog/20261125_Bees',
      duration_ms: 742,
    });
  });
});

describe('LOG_FORMAT', () => {
  it.each([undefined, '', 'text'])('%j is text', (format) => {
    const { log, printed } = logTo(format);
    log.answered(answered);
    expect(printed).toEqual(['12:00:00  POST /blog 200 in 742 ms: /blog/20261125_Bees\n']);
  });

  it('accepts nothing else', () => {
    expect(() => logTo('yaml')).toThrow('LOG_FORMAT may be "text", "json" or unset; received "yaml".');
  });
});
