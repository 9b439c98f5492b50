import { BedrockClient } from '@aws-sdk/client-bedrock';
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** The clients of a Region, with the credentials that the AWS CLI finds. */
export function createPreflightClients(region: string) {
  // One chain for all: a profile with MFA or a slow process is used once.
  const common = { region, credentials: fromNodeProviderChain() };
  // With AWS_BEARER_TOKEN_BEDROCK, a key would be checked that no deployed function has.
  const bedrock = { ...common, authSchemePreference: ['sigv4'] };
  return {
    sts: new STSClient({ ...common, maxAttempts: 2 }),
    bedrock: new BedrockClient(bedrock),
    bedrockRuntime: new BedrockRuntimeClient({
      ...bedrock,
      requestHandler: new NodeHttpHandler({ connectionTimeout: 5_000 }),
    }),
    lambda: new LambdaClient(common),
    serviceQuotas: new ServiceQuotasClient(common),
    ssm: new SSMClient(common),
  };
}

export type PreflightClients = ReturnType<typeof createPreflightClients>;

/** The time limit of one call with its retries, or of the pages of a list. */
export const answerLimit = (): { abortSignal: AbortSignal } => ({ abortSignal: AbortSignal.timeout(30_000) });
