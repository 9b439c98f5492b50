/**
 * Answers of AWS as they go over the wire, each named by the page of its API reference that gives the shape. The
 * values are those of a small account in us-east-2; account, ids of requests and ARNs of people are made up.
 */

export const account = '123456789012';
export const modelId = 'meta.llama3-1-8b-instruct-v1:0';
export const profileId = `us.${modelId}`;

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export const API_GetCallerIdentity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>arn:aws:sts::${account}:assumed-role/Developer/ada</Arn>
    <UserId>AROAEXAMPLEEXAMPLE:ada</UserId>
    <Account>${account}</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata><RequestId>01234567-89ab-cdef-0123-456789abcdef</RequestId></ResponseMetadata>
</GetCallerIdentityResponse>`;

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetFoundationModel.html */
export const API_GetFoundationModel = {
  modelDetails: {
    modelArn: `arn:aws:bedrock:us-east-2::foundation-model/${modelId}`,
    modelId,
    modelName: 'Llama 3.1 8B Instruct',
    providerName: 'Meta',
    inputModalities: ['TEXT'],
    outputModalities: ['TEXT'],
    responseStreamingSupported: true,
    customizationsSupported: [],
    // The page names ON_DEMAND and PROVISIONED; the service says this too.
    inferenceTypesSupported: ['INFERENCE_PROFILE'],
    modelLifecycle: { status: 'ACTIVE', startOfLifeTime: '2024-07-23T00:00:00Z' },
  },
};

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetInferenceProfile.html */
export const API_GetInferenceProfile = {
  inferenceProfileName: 'US Meta Llama 3.1 8B Instruct',
  description: 'Routes requests to Meta Llama 3.1 8B Instruct in us-east-1, us-west-2 and us-east-2.',
  createdAt: '2024-09-30T00:00:00Z',
  updatedAt: '2024-11-04T17:49:37.317261Z',
  inferenceProfileArn: `arn:aws:bedrock:us-east-2:${account}:inference-profile/${profileId}`,
  models: ['us-east-1', 'us-west-2', 'us-east-2'].map((region) => ({
    modelArn: `arn:aws:bedrock:${region}::foundation-model/${modelId}`,
  })),
  inferenceProfileId: profileId,
  status: 'ACTIVE',
  type: 'SYSTEM_DEFINED',
};

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListInferenceProfiles.html */
export const API_ListInferenceProfiles = { inferenceProfileSummaries: [API_GetInferenceProfile] };

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html, body of "Meta Llama models" */
export const API_runtime_InvokeModel = {
  generation: '\n\n',
  prompt_token_count: 28,
  generation_token_count: 1,
  stop_reason: 'length',
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html */
export const API_GetAccountSettings = {
  AccountLimit: {
    CodeSizeUnzipped: 262144000,
    CodeSizeZipped: 52428800,
    ConcurrentExecutions: 1000,
    TotalCodeSize: 80530636800,
    UnreservedConcurrentExecutions: 900,
  },
  AccountUsage: { FunctionCount: 4, TotalCodeSize: 9426 },
};

/** The names and codes are those of Amazon Bedrock's table in the General Reference, or of its form. */
export function quota(QuotaName: string, Value: number, QuotaCode = 'L-00000000') {
  return {
    ServiceCode: 'bedrock',
    ServiceName: 'Amazon Bedrock',
    QuotaArn: `arn:aws:servicequotas:us-east-2:${account}:bedrock/${QuotaCode}`,
    QuotaCode,
    QuotaName,
    Value,
    Unit: 'None',
    Adjustable: true,
    GlobalQuota: false,
    QuotaAppliedAtLevel: 'ACCOUNT' as const,
  };
}

const crossRegion = 'Cross-region model inference tokens per minute for';

/** https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ListServiceQuotas.html */
export const API_ListServiceQuotas = {
  Quotas: [
    quota('Endpoints per inference profile', 5),
    quota(`${crossRegion} Meta Llama 3.1 405B Instruct`, 800_000, 'L-9913DEEF'),
    quota(`${crossRegion} Meta Llama 3.1 70B Instruct`, 600_001, 'L-92E68994'),
    quota(`${crossRegion} Meta Llama 3.1 8B Instruct`, 600_000, 'L-9782749C'),
    quota(`${crossRegion} Meta Llama 4 Scout V1`, 600_002, 'L-532E6630'),
    quota('On-demand model inference tokens per minute for Meta Llama 3 8B Instruct', 300_000),
    quota('On-demand latency-optimized model inference tokens per minute for Meta Llama 3.1 8B Instruct', 1),
  ],
};

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html */
export const API_GetParameter = {
  Parameter: {
    Name: '/cdk-bootstrap/hnb659fds/version',
    Type: 'String',
    Value: '30',
    Version: 3,
    ARN: `arn:aws:ssm:us-east-2:${account}:parameter/cdk-bootstrap/hnb659fds/version`,
    DataType: 'text',
  },
};
