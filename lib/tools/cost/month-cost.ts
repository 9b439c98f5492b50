import { hoursAMonth } from './assumptions.ts';
import type { CostInputs } from './cost-inputs.ts';
import type { Way } from './post-cost.ts';
import { costOf } from './prices.ts';
import { metricsOfARoute } from './stack-facts.ts';

/** What a month costs whatever the number of posts, in US dollars. */
export interface MonthCost {
  readonly alarms: number;
  readonly dashboard: number;
  /** Only for the hours in which posts are written. */
  readonly metrics: number;
}

/** A month in which nobody asks for anything: no request, no log, no metric is sent, and nothing is kept. */
export function costOfAnIdleMonth({ prices, stack }: Pick<CostInputs, 'prices' | 'stack'>): MonthCost {
  return {
    alarms: costOf(prices, 'alarmMetricMonths', stack.alarmMetrics),
    dashboard: costOf(prices, 'dashboardMonths', stack.dashboards),
    metrics: 0,
  };
}

/** A month with posts, beside what the posts cost themselves. */
export function costOfAMonth(way: Way, inputs: CostInputs): MonthCost {
  const months = inputs.assumptions.busyHours / hoursAMonth;
  return {
    ...costOfAnIdleMonth(inputs),
    metrics: costOf(inputs.prices, 'metricMonths', countMetrics(way, inputs) * months),
  };
}

/** How many metrics are sent: the functions' own that succeed at once, and those of each route that is called. */
export function countMetrics(way: Way, { measured, stack }: Pick<CostInputs, 'measured' | 'stack'>): number {
  const { plain, promised, poll, read } = measured.acts;
  const acts = way === 'plain' ? [plain] : [promised, poll, read];
  const own = new Set(acts.flatMap(({ metrics }) => metrics));
  const routes = way === 'plain' ? 1 : 2;
  return own.size + (stack.routeMetrics ? routes * metricsOfARoute : 0);
}

/** The parts together, in US dollars. */
export const totalOfMonth = ({ alarms, dashboard, metrics }: MonthCost): number =>
  alarms + dashboard + metrics;
