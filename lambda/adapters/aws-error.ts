/**
 * Reads what an AWS client threw.
 *
 * @returns `name` is the exception, such as `ThrottlingException`; `status` that of AWS's answer, if there was one
 */
export function readAwsError(error: unknown) {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), status: undefined };
  const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  return { name, message, status: $metadata?.httpStatusCode };
}

/** Client errors that are gone in a moment, or in an execution environment with newer credentials. */
const temporary: ReadonlySet<string> = new Set(['RequestTimeout', 'ExpiredToken', 'ExpiredTokenException']);

/** Whether AWS would refuse the same request again: not after a conflict (409) or throttling (429). */
export function isRefusal({ name, status }: ReturnType<typeof readAwsError>): boolean {
  if (status === undefined || temporary.has(name)) return false;
  return status >= 300 && status < 500 && status !== 409 && status !== 429;
}
