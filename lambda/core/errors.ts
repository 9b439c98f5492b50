/**
 * Why a request that was well-formed got no post. One word for each case that callers, records and metrics tell
 * apart; `lambda/http/problem.ts` gives each its status.
 */
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

/** What Bedrock answers before anything is generated: nothing is billed. */
const unbilled: ReadonlySet<FailureKind> = new Set([
  'model-throttled',
  'model-quota-exceeded',
  'model-not-ready',
  'service-misconfigured',
]);

/** What a further model call can mend. */
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
  hint?: string;
  /** The text the model was paid for, where there is one: it goes to the caller who waits for it. */
  generatedBlog?: string;
  /** The failure is not of this moment: it was recorded when the post was tried, and is only being told. */
  recorded?: boolean;
  /** The account has no such model: retired, Legacy, never there, or not released to it yet. Another may write the post. */
  modelGone?: boolean;
}

/** A post could not be made or kept. The message is for the log; the caller is told by kind. */
export class BlogFailure extends Error {
  override readonly name = 'BlogFailure';
  readonly kind: FailureKind;
  readonly hint?: string;
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
      // Not enumerable: whoever logs an error, Lambda's runtime included, prints what is.
      Object.defineProperty(this, 'generatedBlog', { value: options.generatedBlog });
    }
  }

  /** Whether the failure says nothing of the post itself, so that another run of its job may end otherwise. */
  get transient(): boolean {
    return this.kind === 'store-unavailable' || this.kind === 'budget-contended';
  }

  /** Whether the model call that failed so generated nothing. */
  get unbilled(): boolean {
    return unbilled.has(this.kind);
  }

  /** Whether a further model call may end otherwise. */
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

/** The request cannot be served as it was sent; the message tells the caller what to send instead. */
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
