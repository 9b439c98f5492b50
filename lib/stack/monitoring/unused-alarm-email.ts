import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Settings } from '../../settings/settings.ts';

/** Warns at synth if `alarmEmail` is set but there are no alarms. */
export function warnOfUnusedAlarmEmail(
  scope: IConstruct,
  { monitoring, alarmEmail, stage }: Pick<Settings, 'monitoring' | 'alarmEmail' | 'stage'>,
): void {
  if (monitoring === 'on' || alarmEmail === undefined) return;
  Annotations.of(scope).addWarningV2(
    'blog-writer:unused-alarm-email',
    `No alarms will be sent to ${alarmEmail} (alarmEmail): monitoring is off` +
      `${stage === 'dev' ? ', the default with stage dev' : ''}. Supply -c monitoring=on, or leave alarmEmail out.`,
  );
}
