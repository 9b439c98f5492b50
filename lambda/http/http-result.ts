import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** Always with a status code: API Gateway makes a 200 of a result without one. */
export type HttpResult = APIGatewayProxyStructuredResultV2 & { statusCode: number };
