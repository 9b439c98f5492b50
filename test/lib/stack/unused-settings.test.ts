import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { buildStack } from './synthesized-stack.ts';

const publicEndpoint = 'The endpoint is public';

/** The warnings at synth, without that of a public endpoint. */
function warningsOf(context: Record<string, unknown>): string[] {
  return Annotations.fromStack(buildStack(context))
    .findWarning('*', Match.anyValue())
    .map(({ entry }) => String(entry.data))
    .filter((text) => !text.startsWith(publicEndpoint));
}

describe('a setting without effect', () => {
  const alarmEmail = 'ops@example.com';
  const jwt = { auth: 'jwt', jwtIssuer: 'https://example.com/', jwtAudiences: 'readers' };

  it.each([
    [
      { monitoring: 'off', alarmEmail },
      `No alarms will be sent to ${alarmEmail} (alarmEmail): monitoring is off. Supply -c monitoring=on, or leave alarmEmail out.`,
    ],
    [
      { stage: 'dev', alarmEmail },
      `No alarms will be sent to ${alarmEmail} (alarmEmail): monitoring is off, the default with stage dev. Supply -c monitoring=on, or leave alarmEmail out.`,
    ],
    [
      { monitoring: 'off', tokensPerDayAlarm: 5_000 },
      'No alarm will go off above 5000 tokens a day (tokensPerDayAlarm): monitoring is off. Supply -c monitoring=on, or leave tokensPerDayAlarm out.',
    ],
    [
      { auth: 'iam', page: 'on' },
      'There will be no page (page is on): auth is iam, and a page cannot sign requests. Supply -c auth=jwt or -c auth=none, or leave page out.',
    ],
  ])('is a warning at synth: %j', (context, warning) => {
    expect(warningsOf(context)).toEqual([expect.stringContaining(warning)]);
  });

  it.each([
    {},
    { monitoring: 'off' },
    { stage: 'dev', monitoring: 'on', alarmEmail, tokensPerDayAlarm: 5_000 },
    { auth: 'iam' },
    { auth: 'iam', page: 'off' },
    { page: 'on' },
    { ...jwt, page: 'on' },
  ])('is not there with %j', (context) => {
    expect(warningsOf(context)).toEqual([]);
  });
});
