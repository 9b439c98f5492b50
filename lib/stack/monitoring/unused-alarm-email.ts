import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Settings } from '../../settings/settings.ts';

/** Warns at synth where an address is set for alarms that do not exist. */
export function warnOfUnusedAlarmEmail(
  scope: IConstruct,
  { monitoring, alarmEmail, stage }: Pick<Settings, 'monitoring' | 'alarmEmail' | 'stage'>,
): void {
  if (monitoring === 'on' || alarmEmail === undefined) return;
  Annotations.of(scope).addWarningV2(
    'blog-writer:unused-alarm-email',
    `Nothing will be mailed to ${alarmEmail} (alarmEmail): monitoring is off` +
      `${stage === 'dev' ? ', as with stage dev unless it is set' : ''}, so there are no alarms. ` +
      'Supply -c monitoring=on, or leave alarmEmail out.',
  );
}
