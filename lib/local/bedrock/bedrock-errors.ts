/** Statuses of Bedrock Runtime's errors (its API reference, InvokeModel, "Errors"). */
const statuses = {
  AccessDeniedException: 403,
  InternalServerException: 500,
  // Of all services: a signature that is too old, above all.
  InvalidSignatureException: 403,
  ModelErrorException: 424,
  ModelNotReadyException: 429,
  ModelTimeoutException: 408,
  ResourceNotFoundException: 404,
  ServiceQuotaExceededException: 400,
  ServiceUnavailableException: 503,
  ThrottlingException: 429,
  UnknownOperationException: 404,
  // Of all services.
  UnrecognizedClientException: 403,
  ValidationException: 400,
} as const;

export type BedrockErrorName = keyof typeof statuses;

export interface BedrockFaultOptions extends ErrorOptions {
  /** ModelErrorException only: the status the model itself answered. */
  readonly originalStatusCode?: number;
  /** ModelErrorException only: the model. */
  readonly resourceName?: string;
}

/** An error of Bedrock, to be answered by the stand-in as Bedrock answers it. */
export class BedrockFault extends Error {
  override readonly name: BedrockErrorName;
  readonly status: number;
  readonly originalStatusCode: number | undefined;
  readonly resourceName: string | undefined;

  constructor(name: BedrockErrorName, message: string, options: BedrockFaultOptions = {}) {
    super(message, options);
    this.name = name;
    this.status = statuses[name];
    this.originalStatusCode = options.originalStatusCode;
    this.resourceName = options.resourceName;
  }

  /** The answer's body; fields that are undefined are left out of the JSON. */
  toJSON(): Record<string, unknown> {
    const { message, originalStatusCode, resourceName } = this;
    return { message, originalStatusCode, resourceName };
  }
}
