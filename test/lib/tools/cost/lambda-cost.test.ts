import { describe, expect, it } from 'vitest';
import { billedSeconds, lambdaCost, lambdaTimes } from '../../../../lib/tools/cost/lambda-cost.ts';
import { makeInputs, makePrices, makeUsage } from './cost-fixture.ts';

const { cpu, assumptions } = makeInputs();

describe('the time of a function', () => {
  // CPU of the fixture: 100 ms to load, 40 ms for the first request, 10 ms for each other.
  it.each([
    [1_769, 1, 0.01, 0.13],
    [884.5, 0.5, 0.02, 0.26],
    [176.9, 0.1, 0.1, 1.3],
    [10_240, 1, 0.01, 0.13],
  ])('with %d MB has %d of a vCPU, and no more than one', (memoryMb, cpuShare, compute, coldStart) => {
    const times = lambdaTimes(memoryMb, cpu);
    expect(times.cpuShare).toBeCloseTo(cpuShare, 9);
    expect(times.computeSeconds).toBeCloseTo(compute, 9);
    expect(times.coldStartSeconds).toBeCloseTo(coldStart, 9);
  });

  it('is that of the model and of S3, however much memory there is, and what it computes', () => {
    const usage = makeUsage({ runs: 2, modelCalls: 1, s3Puts: 2, s3Gets: 3 });
    const times = lambdaTimes(1_769, cpu);
    expect(billedSeconds(usage, times, assumptions)).toBeCloseTo(5 + 5 * 0.1 + 2 * 0.01, 9);
    expect(billedSeconds(usage, times, assumptions, 'cold')).toBeCloseTo(5.5 + 2 * (0.01 + 0.13), 9);
  });
});

describe('the cost of functions', () => {
  it.each([
    [1_024, 10, 1, 0.2 + 10],
    [512, 10, 1, 0.2 + 5],
    [128, 8, 3, 0.6 + 1],
  ])('is that of requests and of memory over time: %d MB, %d s, %d runs', (memoryMb, seconds, runs, usd) => {
    const prices = makePrices({ lambdaRequests: 0.2, lambdaGbSeconds: 1 });
    expect(lambdaCost(prices, runs, seconds, memoryMb)).toBeCloseTo(usd, 9);
  });
});
