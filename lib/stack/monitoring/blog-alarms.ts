import { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IAlarmAction, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { fallbackAlarm, jobAndTokenAlarms, requestAlarms, type WatchedParts } from './alarm-cases.ts';

export interface BlogAlarmsProps extends Omit<WatchedParts, 'stackName' | 'region'> {
  /** The action of every alarm. */
  readonly action: IAlarmAction;
}

/** The alarms of the service. Missing data is not breaching. */
export class BlogAlarms extends Construct {
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: BlogAlarmsProps) {
    super(scope, id);
    const { stackName, region } = Stack.of(this);
    const parts = { ...props, stackName, region };
    const cases = Object.entries({
      ...requestAlarms(parts),
      ...jobAndTokenAlarms(parts),
      ...fallbackAlarm(parts),
    });
    this.alarms = cases.map(([name, { metric, threshold, datapoints = 1, describe }]) => {
      const alarm = new Alarm(this, name, {
        metric,
        threshold,
        evaluationPeriods: datapoints,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
        alarmDescription: describe({ threshold, datapoints }),
      });
      alarm.addAlarmAction(props.action);
      return alarm;
    });
  }
}
