import { ServiceError } from '../stand-in.ts';

/** The statuses of Bedrock Runtime's errors. Source: AWS, Amazon Bedrock API reference, InvokeModel, "Errors". */
const statuses = {
  AccessDeniedException: 403,
  InternalServerException: 500,
  ModelErrorException: 424,
  ModelNotReadyException: 429,
  ModelTimeoutException: 408,
  ResourceNotFoundException: 404,
  ServiceQuotaExceededException: 400,
  ServiceUnavailableException: 503,
  ThrottlingException: 429,
  UnknownOperationException: 404,
  ValidationException: 400,
} as const;

export type BedrockErrorName = keyof typeof statuses;

/** An error of Bedrock. */
export class BedrockFault extends ServiceError {
  constructor(name: BedrockErrorName, message: string, options?: ErrorOptions) {
    super(name, statuses[name], message, options);
  }
}
