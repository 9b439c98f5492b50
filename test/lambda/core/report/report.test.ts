import { describe, expect, it } from 'vitest';
import { BlogFailure, type FailureKind, RequestError } from '../../../../lambda/core/errors.ts';
import { Observation } from '../../../../lambda/core/report/observation.ts';
import { type Ending, report } from '../../../../lambda/core/report/report.ts';
import { spyLog, spyMetrics } from './report-sinks.ts';

const blog = {
  blogTopic: 'My secret topic',
  text: 'A post.',
  stopReason: 'length',
  truncated: true,
  modelId: 'm',
  modelCalls: 2,
};
const blogId = '20261122T160527123Z_My-secret-topic';
const saved = { blogId, objectId: blogId, blog: { ...blog, leakedToken: '[/INST]' } };

/** @returns what was logged and counted, as `name: value` */
function reported(ending: Ending, observation = new Observation()) {
  const log = spyLog();
  const metrics = spyMetrics();
  report(ending, observation, { request_id: 'r' }, { log, metrics });
  expect(metrics.flush).toHaveBeenCalledOnce();
  const lines = [log.info, log.warn, log.error].flatMap(({ mock }) => mock.calls);
  return {
    log,
    lines,
    counts: Object.fromEntries(metrics.count.mock.calls),
    times: metrics.time.mock.calls,
    metrics,
  };
}

const failed = (kind: FailureKind, more: { promised?: true } = {}): Ending => ({
  kind: 'failed',
  failure: new BlogFailure(kind, 'x'),
  ...more,
});

describe('the end of a request', () => {
  it('is one line with everything but topic and text, and a metric for each figure', () => {
    const observation = {
      ...new Observation(),
      modelCalls: 2,
      modelMs: [1_000, 2_000],
      storeMs: 40,
      counts: { Throttles: 1, FallbackCalls: 1, PromptTokens: 62, GenerationTokens: 520, Handovers: 0 },
      budgetTokensLeft: 7,
    };
    const { lines, counts, times } = reported({ kind: 'completed', saved, keyed: true }, observation);
    expect(lines).toEqual([
      [
        'Post saved',
        expect.objectContaining({
          request_id: 'r',
          outcome: 'completed',
          blog_time: '20261122T160527123Z',
          model_id: 'm',
          model_calls: 2,
          calls_made: 2,
          model_ms: 3_000,
          store_ms: 40,
          stop_reason: 'length',
          truncated: true,
          leaked_token: '[/INST]',
        }),
      ],
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/secret|A post/);
    expect(counts).toEqual({
      PostsSaved: 1,
      PostsTruncated: 1,
      LeakedTokensCut: 1,
      Throttles: 1,
      FallbackCalls: 1,
      PromptTokens: 62,
      GenerationTokens: 520,
      BudgetTokensLeft: 7,
    });
    expect(times).toEqual([
      ['ModelLatency', 1_000],
      ['ModelLatency', 2_000],
      ['StoreLatency', 40],
    ]);
  });

  it('counts a replay, and no second post', () => {
    const ending = { kind: 'completed', saved, keyed: true } as const;
    const { counts, times, lines } = reported(ending, new Observation());
    expect([counts, times]).toEqual([{ IdempotentReplays: 1 }, []]);
    expect(lines[0]?.[1]).not.toHaveProperty('handed_over');
  });

  it('counts a hand-over', () => {
    const observation = new Observation();
    observation.counts.Handovers = 1;
    const { counts, lines } = reported({ kind: 'accepted', blogId }, observation);
    expect(counts).toEqual({ Handovers: 1 });
    expect(lines[0]).toEqual(['Post promised', expect.objectContaining({ handed_over: true })]);
  });

  it('counts a failure by kind and logs what the operator should change', () => {
    const cause = new Error('denied');
    const error = new BlogFailure('service-misconfigured', 'denied', { cause, hint: 'change the role' });
    const { metrics, log } = reported({ kind: 'failed', failure: error });
    expect(metrics.failure.mock.calls).toEqual([['service-misconfigured']]);
    expect(log.error).toHaveBeenCalledWith(
      'denied',
      expect.objectContaining({ hint: 'change the role', error: cause }),
    );
  });

  it.each<[number | undefined, string, Ending]>([
    [1, 'a promised post that failed for good', failed('service-misconfigured', { promised: true })],
    [undefined, 'a failure that its caller is answered with', failed('service-misconfigured')],
    [undefined, 'a topic that was refused', failed('guardrail-intervened', { promised: true })],
  ])('counts %j promised posts that failed: %s', (count, _, ending) => {
    const { counts, metrics } = reported(ending);
    expect(counts.PromisedPostsFailed).toBe(count);
    expect(metrics.failure).toHaveBeenCalledOnce();
  });

  it('names the model that failed, which may be the fallback', () => {
    const error = Object.assign(new BlogFailure('model-throttled', 'x'), { modelId: 'second' });
    expect(reported({ kind: 'failed', failure: error }).log.error).toHaveBeenCalledWith(
      'x',
      expect.objectContaining({ model_id: 'second' }),
    );
  });

  it.each<[string, Record<string, unknown>, unknown]>([
    [
      'Request refused',
      { fault: 'invalid-request', fields: ['tone'] },
      new RequestError('invalid-request', 'My secret topic', [{ field: 'tone', message: 'x' }]),
    ],
    [
      'Recorded failure returned',
      { kind: 'model-failed' },
      new BlogFailure('model-failed', 'x', { recorded: true }),
    ],
  ])('counts as no failure of now: %s', (message, fields, error) => {
    const { metrics, log, lines } = reported({ kind: 'failed', failure: error });
    expect(metrics.failure).not.toHaveBeenCalled();
    expect(log.error).not.toHaveBeenCalled();
    expect(lines).toEqual([[message, expect.objectContaining(fields)]]);
    expect(JSON.stringify(lines)).not.toContain('secret');
  });

  it('counts what nobody foresaw, and says why a job was skipped', () => {
    const error = new RangeError('x');
    const { metrics, log } = reported({ kind: 'failed', failure: error });
    expect(metrics.failure).toHaveBeenCalledWith('internal-error');
    const fields = expect.objectContaining({ kind: 'internal-error', error });
    expect(log.error).toHaveBeenCalledWith('Unexpected error', fields);
    const { lines } = reported({ kind: 'skipped', reason: 'done' });
    expect(lines).toEqual([['Job skipped', expect.objectContaining({ reason: 'done' })]]);
  });
});
