import type { Context } from 'aws-lambda';
import { pageRoute } from '../core/config/page.ts';
import type { HandlerDependencies } from '../core/report/report.ts';
import { type RequestField, requestFields } from '../core/request/request-fields.ts';
import { pagePrefix } from './blog-path.ts';
import type { HttpResult } from './blog-response.ts';
import { readHttpEvent, requestIdOf } from './http-event.ts';
import { toProblemResponse } from './problem.ts';

/** The fields of a request as a form shows them, in the order of their table. */
export const pageFields = Object.entries(requestFields).map(([name, field]: [string, RequestField]) => ({
  name,
  kind: field.kind,
  required: field.required ?? false,
  ...(field.kind === 'text'
    ? { min: 1, max: field.maxLength }
    : {
        min: field.min,
        max: field.max,
        // One that depends on other fields is not shown: the form would show that of an empty form.
        ...(typeof field.default === 'number' && { usual: field.default }),
      }),
}));

export interface PageHandlerOptions extends HandlerDependencies {
  /** The page to write on. @param action the path of `POST /blog` */
  writePage(action: string): Promise<HttpResult>;
}

/** Whether an event is a request for the page to write on. */
export function asksForPage(event: unknown): boolean {
  return (event as { routeKey?: unknown } | null)?.routeKey === pageRoute;
}

/** `GET /`, from event to result. It never throws. */
export function createPageHandler({ writePage, now, log, metrics }: PageHandlerOptions) {
  return async (event: unknown, context: Context): Promise<HttpResult> => {
    const requestId = requestIdOf(event, context.awsRequestId);
    try {
      const result = await writePage(`${pagePrefix(readHttpEvent(event))}/blog`);
      log.info('Page served', { request_id: requestId, status: result.statusCode });
      return result;
    } catch (error) {
      const response = toProblemResponse(error, requestId, now());
      log.error('Page failed', { request_id: requestId, status: response.statusCode, error });
      metrics.failure('internal-error');
      metrics.flush();
      return response;
    }
  };
}
