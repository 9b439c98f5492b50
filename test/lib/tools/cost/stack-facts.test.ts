import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../../lib/settings/settings.ts';
import { readStackFacts } from '../../../../lib/tools/cost/stack-facts.ts';
import { all, synthesize } from '../../stack/synthesized-stack.ts';

describe('the facts of the stack', () => {
  it('have each alarm, and each metric that an alarm reads', async () => {
    const facts = await readStackFacts(readSettings({}));
    expect(facts.alarms).toBe(all(synthesize(), 'AWS::CloudWatch::Alarm').length);
    // 5xx of all requests; calls of the model and three functions turned away; one latency; cut posts of all
    // posts; jobs in the queue; tokens of prompts and posts.
    expect(facts.alarmMetrics).toBe(2 + 4 + 1 + 2 + 1 + 2);
    expect(facts.dashboards).toBe(1);
    expect(facts.routeMetrics).toBe(true);
    expect(facts.accessLogBytes).toBeGreaterThan(200);
  });

  it('have nothing that is billed by itself where monitoring is off', async () => {
    expect(await readStackFacts(readSettings({ monitoring: 'off' }))).toMatchObject({
      alarms: 0,
      alarmMetrics: 0,
      dashboards: 0,
      routeMetrics: false,
    });
  });
});
