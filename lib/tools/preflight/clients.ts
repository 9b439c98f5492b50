import { BedrockClient } from '@aws-sdk/client-bedrock';
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** The clients of a Region, with the developer's own credentials: those the AWS CLI finds. */
export function createPreflightClients(region: string) {
  // One chain for all: a profile with MFA or a slow process is asked once.
  const common = { region, credentials: fromNodeProviderChain() };
  // AWS_BEARER_TOKEN_BEDROCK would answer for a key that no deployed function has.
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

/** For one call, with its retries, or a list's pages. */
export const answerLimit = (): { abortSignal: AbortSignal } => ({ abortSignal: AbortSignal.timeout(30_000) });
