import { afterEach, expect, it, vi } from 'vitest';
import { createMetrics } from '../../../lambda/adapters/metrics.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

it('metrics are written in the embedded metric format, with service and kind as their only dimensions', () => {
  vi.stubEnv('METRICS_NAMESPACE', 'BlogWriter');
  vi.stubEnv('SERVICE_NAME', 'blog-writer');
  const lines: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  const metrics = createMetrics();
  metrics.count('PostsSaved', 1);
  metrics.time('ModelLatency', 1_200);
  metrics.time('ModelLatency', 800);
  metrics.failure('model-failed');
  metrics.flush();
  metrics.flush();
  const [byKind, all, ...more] = lines.map((line) => JSON.parse(line));
  expect(more).toEqual([]);
  const shape = (line: { _aws: { CloudWatchMetrics: { Namespace: string; Dimensions: string[][] }[] } }) =>
    line._aws.CloudWatchMetrics.map(({ Namespace, Dimensions }) => [
      Namespace,
      Dimensions.map((set) => set.toSorted()),
    ]);
  expect(byKind).toMatchObject({ Failures: 1, kind: 'model-failed', service: 'blog-writer' });
  expect(shape(byKind)).toEqual([['BlogWriter', [['kind', 'service']]]]);
  expect(all).toMatchObject({
    PostsSaved: 1,
    ModelLatency: [1_200, 800],
    Failures: 1,
    service: 'blog-writer',
  });
  expect(shape(all)).toEqual([['BlogWriter', [['service']]]]);
});
