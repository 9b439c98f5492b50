/** In place of the log of each request that a client writes to the logger it is given. */
export const loggerMiddlewareOptions = { name: 'loggerMiddleware', step: 'initialize' };
export const loggerMiddleware =
  () =>
  <T>(next: T): T =>
    next;
export const getLoggerPlugin = () => ({ applyToStack: (): void => {} });
