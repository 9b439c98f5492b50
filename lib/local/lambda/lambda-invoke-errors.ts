/** Statuses of Lambda's errors (its API reference, Invoke, "Errors"). */
const statuses = {
  AccessDeniedException: 403,
  InvalidParameterValueException: 400,
  InvalidRequestContentException: 400,
  RequestTooLargeException: 413,
  ResourceNotFoundException: 404,
  ServiceException: 500,
  TooManyRequestsException: 429,
  UnknownOperationException: 404,
  // Of all services.
  UnrecognizedClientException: 403,
} as const;

export type LambdaErrorName = keyof typeof statuses;

/** A refusal of Lambda's Invoke API, to be answered by the stand-in as Lambda answers it. */
export class LambdaFault extends Error {
  override readonly name: LambdaErrorName;
  readonly status: number;

  constructor(name: LambdaErrorName, message: string, options: ErrorOptions = {}) {
    super(message, options);
    this.name = name;
    this.status = statuses[name];
  }

  /** The answer's body. */
  toJSON(): Record<string, string> {
    return { Type: this.status < 500 ? 'User' : 'Service', message: this.message };
  }
}
