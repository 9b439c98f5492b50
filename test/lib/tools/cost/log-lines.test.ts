import { describe, expect, it } from 'vitest';
import {
  accessLogBytes,
  loggedBytes,
  metricsOf,
  withSampleTimes,
} from '../../../../lib/tools/cost/log-lines.ts';

describe('lines of log', () => {
  it('count their bytes of UTF-8, and 26 more each', () => {
    expect(loggedBytes(['abc', 'ä'])).toBe(3 + 2 + 2 * 26);
  });

  it('are as long with a request of a millisecond as with one of a minute', () => {
    const line = (ms: number) => JSON.stringify({ message: 'Post saved', model_ms: ms, store_ms: ms });
    expect(withSampleTimes(line(1), 5_000)).toBe(withSampleTimes(line(60_000), 5_000));
    expect(JSON.parse(withSampleTimes(line(1), 5_000))).toMatchObject({ model_ms: 5_000 });
  });

  it('gain no field that they did not have', () => {
    expect(withSampleTimes('{"message":"Post told"}', 5_000)).toBe('{"message":"Post told"}');
  });

  it('of the access log have values in place of the variables', () => {
    const format =
      '{"status":"$context.status","ip":"$context.identity.sourceIp","error":"$context.error.message"}';
    expect(accessLogBytes(format)).toBe(loggedBytes(['{"status":"200","ip":"203.0.113.100","error":"-"}']));
  });
});

describe('the metrics in a line', () => {
  it('are told apart by name and dimensions', () => {
    const line = {
      _aws: {
        CloudWatchMetrics: [
          { Namespace: 'BlogWriter', Dimensions: [['service']], Metrics: [{ Name: 'A' }, { Name: 'B' }] },
          { Namespace: 'BlogWriter', Dimensions: [['service', 'kind']], Metrics: [{ Name: 'A' }] },
        ],
      },
      service: 'blog-writer',
      kind: 'model-failed',
    };
    expect(metricsOf(JSON.stringify(line))).toEqual([
      'A service=blog-writer',
      'B service=blog-writer',
      'A kind=model-failed service=blog-writer',
    ]);
  });

  it('are none in any other line', () => {
    expect(metricsOf('{"message":"Post saved"}')).toEqual([]);
  });
});
