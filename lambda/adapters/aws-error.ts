/** An error of an AWS client. */
export interface AwsError {
  /** The exception, such as `ThrottlingException`. */
  readonly name: string;
  readonly message: string;
  /** The HTTP status of AWS's answer; undefined if there was none. */
  readonly status: number | undefined;
}

/** Reads what an AWS client threw. */
export function readAwsError(error: unknown): AwsError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), status: undefined };
  const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  return { name, message, status: $metadata?.httpStatusCode };
}

/** Client errors that are gone in a moment, or in an execution environment with newer credentials. */
const temporary: ReadonlySet<string> = new Set(['RequestTimeout', 'ExpiredToken', 'ExpiredTokenException']);

/** Whether AWS would refuse the same request again: not after a conflict (409) or throttling (429). */
export function isRefusal({ name, status }: AwsError): boolean {
  if (status === undefined || temporary.has(name)) return false;
  return status >= 300 && status < 500 && status !== 409 && status !== 429;
}
