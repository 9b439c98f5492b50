import type { BlogFailure } from '../core/errors.ts';
import type { Log } from '../core/report/report.ts';
import { toLogFields, withoutTopics } from './log-fields.ts';

const severities = ['debug', 'info', 'warn', 'error'] as const;

/**
 * Structured lines on standard output, one JSON object each. The service's name is `SERVICE_NAME` of the environment.
 *
 * They do not go through `console`: Lambda would wrap each in a JSON object of its own.
 *
 * @param level the least severe that are written. Default INFO. Lambda's own filter cannot do this, for it would
 *   drop the lines of the metrics as well.
 */
export function createLog(level: Uppercase<(typeof severities)[number]> = 'INFO'): Log {
  const service = process.env.SERVICE_NAME;
  const least = severities.findIndex((severity) => severity.toUpperCase() === level);
  const write =
    (severity: (typeof severities)[number]): Log[typeof severity] =>
    (message, fields = {}) => {
      if (severities.indexOf(severity) < least) return;
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

/** Logs a model call that failed and is followed by another. */
export function logModelRetry(log: Log, fields: Record<string, unknown>) {
  return (
    { kind, message, hint, cause, modelId }: BlogFailure,
    modelCalls: number,
    nextModelId: string,
  ): void =>
    log.warn('Model call failed, calling again', {
      ...fields,
      kind,
      model_calls: modelCalls,
      model_id: modelId,
      next_model_id: nextModelId,
      reason: message,
      hint,
      error: cause,
    });
}

/** Logs a record that could not be written; whoever looks next finds the post or goes on. */
export function logRecordLost(log: Log, fields: Record<string, unknown>) {
  return (error: unknown): void => log.warn('The outcome could not be recorded', { ...fields, error });
}
