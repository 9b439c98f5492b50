import type { BlogFailure } from '../core/errors.ts';
import type { Log } from '../core/report/report.ts';
import { toLogFields, withoutTopics } from './log-fields.ts';

const severities = ['debug', 'info', 'warn', 'error'] as const;

/**
 * Creates a logger that writes JSON lines to standard output. The environment variable `SERVICE_NAME` names the service.
 *
 * It does not use `console`, because Lambda would wrap each line in another JSON object.
 *
 * @param level the minimum level. Default INFO. Lambda's own filter cannot be used, because it would also drop the
 *   lines of the metrics.
 */
export function createLog(level: Uppercase<(typeof severities)[number]> = 'INFO'): Log {
  const service = process.env.SERVICE_NAME;
  const minimum = severities.findIndex((severity) => severity.toUpperCase() === level);
  const write =
    (severity: (typeof severities)[number]): Log[typeof severity] =>
    (message, fields = {}) => {
      if (severities.indexOf(severity) < minimum) return;
      const line = {
        level: severity.toUpperCase(),
        message: withoutTopics(message),
        timestamp: new Date().toISOString(),
        service,
        xray_trace_id: /Root=([^;]+)/.exec(process.env._X_AMZN_TRACE_ID ?? '')?.[1],
        ...toLogFields(fields),
      };
      process.stdout.write(`${JSON.stringify(line)}\n`);
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

/** Logs a failed model call that is followed by another. */
export function logModelRetry(log: Log, fields: Record<string, unknown>) {
  return (failure: BlogFailure, modelCalls: number, nextModelId: string): void => {
    const { kind, message: reason, hint, cause: error, modelId } = failure;
    const call = { model_calls: modelCalls, model_id: modelId, next_model_id: nextModelId };
    log.warn('Model call failed, calling again', { ...fields, kind, ...call, reason, hint, error });
  };
}

/** Logs a record that could not be written; the next reader of the job finds the post or continues the job. */
export function logRecordLost(log: Log, fields: Record<string, unknown>) {
  return (error: unknown): void => log.warn('The outcome could not be recorded', { ...fields, error });
}
