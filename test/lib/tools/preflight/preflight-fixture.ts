import {
  BedrockClient,
  GetFoundationModelCommand,
  GetInferenceProfileCommand,
  ListInferenceProfilesCommand,
} from '@aws-sdk/client-bedrock';
import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  ListAWSDefaultServiceQuotasCommand,
  ListServiceQuotasCommand,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { readSettings } from '../../../../lib/settings/settings.ts';
import type { NamedFinding } from '../../../../lib/tools/preflight/finding.ts';
import { preflight } from '../../../../lib/tools/preflight/preflight.ts';
import * as answers from './aws-answers.ts';

/** The clients, each answering for an account where all is well. */
export const aws = {
  sts: mockClient(STSClient),
  bedrock: mockClient(BedrockClient),
  bedrockRuntime: mockClient(BedrockRuntimeClient),
  lambda: mockClient(LambdaClient),
  serviceQuotas: mockClient(ServiceQuotasClient),
  ssm: mockClient(SSMClient),
};

/** What the SDK makes of an answer: fields that are times become dates. */
function parsed<T>(answer: unknown): T {
  return JSON.parse(JSON.stringify(answer), (key, value) =>
    /(?:Time|At)$/.test(key) && typeof value === 'string' ? new Date(value) : value,
  );
}

export function resetAccount(): void {
  for (const client of Object.values(aws)) client.reset();
  aws.sts.on(GetCallerIdentityCommand).resolves({
    Account: answers.account,
    Arn: `arn:aws:sts::${answers.account}:assumed-role/Developer/ada`,
  });
  answerModel();
  answerProfile();
  aws.bedrock.on(ListInferenceProfilesCommand).resolves(parsed(answers.API_ListInferenceProfiles));
  answerCall(answers.API_runtime_InvokeModel);
  aws.lambda.on(GetAccountSettingsCommand).resolves(answers.API_GetAccountSettings);
  answerQuotas(answers.API_ListServiceQuotas.Quotas);
  answerBootstrap('30');
}

export function answerModel(changes: Record<string, unknown> = {}): void {
  const { modelDetails } = answers.API_GetFoundationModel;
  aws.bedrock
    .on(GetFoundationModelCommand)
    .resolves(parsed({ modelDetails: { ...modelDetails, ...changes } }));
}

export function answerProfile(changes: Record<string, unknown> = {}): void {
  aws.bedrock
    .on(GetInferenceProfileCommand)
    .resolves(parsed({ ...answers.API_GetInferenceProfile, ...changes }));
}

export function answerCall(body: unknown): void {
  const bytes = new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
  // biome-ignore lint/suspicious/noExplicitAny: the SDK's body has conversions that nobody calls here
  aws.bedrockRuntime.on(InvokeModelCommand).resolves({ body: bytes as any, contentType: 'application/json' });
}

type Quota = ReturnType<typeof answers.quota>;

export function answerQuotas(applied: Quota[], defaults: Quota[] = []): void {
  aws.serviceQuotas.on(ListServiceQuotasCommand).resolves({ Quotas: applied });
  aws.serviceQuotas.on(ListAWSDefaultServiceQuotasCommand).resolves({ Quotas: defaults });
}

/** @param version undefined: a parameter without a value */
export function answerBootstrap(version: string | undefined): void {
  aws.ssm.on(GetParameterCommand).resolves({
    Parameter: { Name: '/cdk-bootstrap/hnb659fds/version', ...(version !== undefined && { Value: version }) },
  });
}

export const awsError = (name: string, message: string, httpStatusCode?: number): Error =>
  Object.assign(new Error(message), { name, ...(httpStatusCode && { $metadata: { httpStatusCode } }) });

/** Runs every check. @param context settings that differ from the defaults */
export async function runPreflight(context: Record<string, unknown> = {}): Promise<NamedFinding[]> {
  return preflight({ settings: readSettings(context), onFinding: () => {} });
}

/** Runs every check, and gives the finding of one. */
export async function findingOf(
  name: string,
  context: Record<string, unknown> = {},
): Promise<Omit<NamedFinding, 'name'>> {
  const findings = await runPreflight(context);
  const found = findings.find((finding) => finding.name === name);
  if (found === undefined) throw new Error(`no check "${name}" was made`);
  const { name: _, ...finding } = found;
  return finding;
}
