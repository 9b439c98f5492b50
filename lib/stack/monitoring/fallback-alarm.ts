import { Duration } from 'aws-cdk-lib';
import type { AlarmCase, WatchedParts } from './alarm-cases.ts';

/** The alarm on a fallback model that is called more than now and then, where there is one. */
export function fallbackAlarm({ metrics, settings }: WatchedParts): Record<string, AlarmCase> {
  const { modelId, fallbackModelId } = settings;
  if (fallbackModelId === undefined) return {};
  return {
    Fallback: {
      metric: metrics.service('FallbackCalls', { period: Duration.hours(1) }),
      threshold: 5,
      description:
        `The fallback model (${fallbackModelId}) was called more than 5 times within an hour, because ${modelId} ` +
        'throttles, is not ready or is retired. First: find "Model call failed, calling again" in the log; its ' +
        'kind says which, its hint what to do.',
    },
  };
}
