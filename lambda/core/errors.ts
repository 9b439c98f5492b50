/** Why a valid request got no post: for callers, records and metrics. `lambda/http/problem.ts` has the statuses. */
export const failureKinds = [
  'model-throttled',
  'model-quota-exceeded',
  'model-not-ready',
  'model-unavailable',
  'model-failed',
  'empty-generation',
  'guardrail-intervened',
  'budget-exhausted',
  'budget-contended',
  'deadline-exceeded',
  'service-misconfigured',
  'store-unavailable',
  'worker-unavailable',
] as const;

export type FailureKind = (typeof failureKinds)[number];

/** Bedrock answers these before it generates, and bills nothing. */
const unbilled: ReadonlySet<FailureKind> = new Set([
  'model-throttled',
  'model-quota-exceeded',
  'model-not-ready',
  'service-misconfigured',
]);

/** Another model call may succeed after these. */
const worthAnotherCall: ReadonlySet<FailureKind> = new Set([
  'model-throttled',
  'model-not-ready',
  'model-unavailable',
  'model-failed',
  'empty-generation',
]);

export interface BlogFailureOptions {
  /** The error underneath, for the log; never shown to the caller. */
  cause?: unknown;
  /** What the operator should change, for the log. */
  hint?: string | undefined;
  /** The text that the model was paid for, if any. A waiting caller gets it. */
  generatedBlog?: string;
  /** The failure was read from the job's record. Default false. */
  recorded?: boolean;
  /** The account cannot use this model: it is retired, Legacy, unknown or not released to it. Default false. */
  modelGone?: boolean;
}

/** A post could not be written or saved. The message is for the log; callers see the kind. */
export class BlogFailure extends Error {
  override readonly name = 'BlogFailure';
  readonly kind: FailureKind;
  /** As in the options; that of a call to the fallback names the fallback's settings. */
  hint?: string;
  declare readonly generatedBlog?: string;
  readonly recorded: boolean;
  readonly modelGone: boolean;
  /** The model that was called, where one was. */
  modelId?: string;

  constructor(kind: FailureKind, message: string, options: BlogFailureOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.recorded = options.recorded ?? false;
    this.modelGone = options.modelGone ?? false;
    if (options.hint !== undefined) this.hint = options.hint;
    if (options.generatedBlog !== undefined) {
      // Not enumerable, so that nothing that logs an error prints it, Lambda's runtime included.
      Object.defineProperty(this, 'generatedBlog', { value: options.generatedBlog });
    }
  }

  /** Whether another run of the job may succeed. */
  get transient(): boolean {
    return this.kind === 'store-unavailable' || this.kind === 'budget-contended';
  }

  /** Whether the failed model call generated nothing. */
  get unbilled(): boolean {
    return unbilled.has(this.kind);
  }

  /** Whether another model call may succeed. */
  get worthAnotherCall(): boolean {
    return worthAnotherCall.has(this.kind);
  }
}

/** What is wrong with one field of a request. */
export interface FieldError {
  /** The field's name as the caller wrote it. */
  field: string;
  message: string;
}

export type RequestFault =
  | 'invalid-request'
  | 'body-too-large'
  | 'unsupported-media-type'
  | 'idempotency-key-reused'
  | 'not-found';

/** The request cannot be served. The message says what to send instead. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly fault: RequestFault;
  readonly errors: readonly FieldError[];

  constructor(fault: RequestFault, message: string, errors: readonly FieldError[] = []) {
    super(message);
    this.fault = fault;
    this.errors = errors;
  }
}

/** A request that is not valid. */
export function invalidRequest(message: string): RequestError {
  return new RequestError('invalid-request', message);
}

/** A request with fields that are not valid. */
export function invalidFields(errors: readonly FieldError[]): RequestError {
  const detail = errors.map(({ field, message }) => `${field} ${message}`).join('; ');
  return new RequestError('invalid-request', `${detail}.`, errors);
}
