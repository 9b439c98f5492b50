import { describe, expect, it } from 'vitest';
import {
  costOfAMonth,
  costOfAnIdleMonth,
  countMetrics,
  totalOfMonth,
} from '../../../../lib/tools/cost/month-cost.ts';
import { makeInputs, makePrices } from './cost-fixture.ts';

const prices = makePrices({ alarmMetricMonths: 0.1, dashboardMonths: 3, metricMonths: 0.3 });

describe('a month', () => {
  it('without posts costs its alarms, by the metrics they read, and its dashboard', () => {
    const idle = costOfAnIdleMonth(makeInputs({ prices }));
    expect(idle).toEqual({ alarms: 0.5, dashboard: 3, metrics: 0 });
    expect(totalOfMonth(idle)).toBe(3.5);
  });

  it('counts each metric once, whoever sends it, and those of each route that is called', () => {
    const inputs = makeInputs({ prices });
    expect(countMetrics('plain', inputs)).toBe(2 + 6);
    expect(countMetrics('promised', inputs)).toBe(4 + 12);
    expect(countMetrics('promised', { ...inputs, stack: { ...inputs.stack, routeMetrics: false } })).toBe(4);
  });

  it('pays for metrics in the hours in which posts are written', () => {
    // 73 hours are a tenth of a month.
    expect(costOfAMonth('plain', makeInputs({ prices })).metrics).toBeCloseTo(8 * 0.3 * 0.1, 9);
  });
});
