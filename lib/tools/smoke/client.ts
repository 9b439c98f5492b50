import { type Authorizer, anonymous } from './authorizer.ts';
import { SmokeFailure, show } from './expectation.ts';

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body where it is a JSON object, else an empty one. */
  readonly json: Readonly<Record<string, unknown>>;
}

export interface Ask {
  readonly method?: 'GET' | 'POST';
  /** From `/blog` on, as it goes over the wire. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Is sent as JSON. */
  readonly body?: unknown;
  /** Leaves out who asks. */
  readonly withoutCredentials?: boolean;
}

/** Sends a request. @throws SmokeFailure where no answer came */
export type Client = (ask: Ask) => Promise<Answer>;

/** The gateway ends a request after 30 s. */
const answerLimitMs = 40_000;

/** @param base what stands before `/blog` */
export function createClient(base: string, authorize: Authorizer): Client {
  return async ({ method = 'GET', path, headers: given = {}, body: json, withoutCredentials = false }) => {
    const url = new URL(`${base}${path}`);
    const body = json === undefined ? undefined : JSON.stringify(json);
    const unsigned = {
      method,
      url,
      headers: { ...given, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body }),
    };
    const headers = await (withoutCredentials ? anonymous : authorize)(unsigned);
    try {
      const signal = AbortSignal.timeout(answerLimitMs);
      const response = await fetch(url, {
        method,
        headers,
        ...(body !== undefined && { body }),
        redirect: 'manual',
        signal,
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, json: readObject(text) };
    } catch (error) {
      throw unanswered(error, base);
    }
  };
}

function readObject(text: string): Record<string, unknown> {
  try {
    const parsed = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

function unanswered(error: unknown, base: string): unknown {
  if (!(error instanceof Error)) return error;
  const timedOut = error.name === 'TimeoutError';
  // fetch says "fetch failed" and keeps what happened in the cause.
  const cause = (error.cause ?? error) as Error & { code?: string };
  if (!timedOut && error.cause === undefined) return error;
  return new SmokeFailure({
    expected: 'an answer',
    received: timedOut
      ? `none within ${answerLimitMs / 1_000} s`
      : show(cause.message || cause.code || cause.name),
    next: `check the network, any proxy and the URL ${base}/blog`,
    endsTheTest: !timedOut,
  });
}
