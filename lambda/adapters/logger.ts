import { Logger } from '@aws-lambda-powertools/logger';
import type { BlogFailure } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { toLogFields, withoutTopics } from './log-fields.ts';

/** Structured lines on standard output, one JSON object each; service and level come from the environment. */
export function createLog(): Log {
  const logger = new Logger();
  return {
    debug: (message, fields = {}) => logger.debug(withoutTopics(message), toLogFields(fields)),
    info: (message, fields = {}) => logger.info(withoutTopics(message), toLogFields(fields)),
    warn: (message, fields = {}) => logger.warn(withoutTopics(message), toLogFields(fields)),
    error: (message, fields = {}) => logger.error(withoutTopics(message), toLogFields(fields)),
  };
}

/** Logs a model call that failed and is followed by another. */
export function logModelRetry(log: Log, fields: Record<string, unknown>) {
  return ({ kind, message, hint, cause }: BlogFailure, modelCalls: number, nextModelId: string): void =>
    log.warn('Model call failed, calling again', {
      ...fields,
      kind,
      model_calls: modelCalls,
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
