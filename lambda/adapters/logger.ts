import { Logger } from '@aws-lambda-powertools/logger';
import type { Log } from '../core/log.ts';

/** Structured lines on standard output, one JSON object each; the level comes from Lambda's own log settings. */
export function createLog(): Log {
  const logger = new Logger({ serviceName: 'blog-writer' });
  return {
    debug: (message, fields = {}) => logger.debug(message, fields),
    info: (message, fields = {}) => logger.info(message, fields),
    warn: (message, fields = {}) => logger.warn(message, fields),
    error: (message, fields = {}) => logger.error(message, fields),
  };
}
