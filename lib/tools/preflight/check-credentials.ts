import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { readAwsFailure, unreachable } from './aws-failure.ts';
import { answerLimit } from './clients.ts';
import { type Finding, fail, pass } from './finding.ts';

/** Whose account a deploy would go to. */
export interface Credentials {
  readonly finding: Finding;
  /** Absent where the credentials cannot be used: then nothing else can be looked at. */
  readonly account?: string;
}

/** Whether there are credentials that AWS accepts, and of which account. `sts:GetCallerIdentity` needs no permission. */
export async function checkCredentials(sts: STSClient, region: string): Promise<Credentials> {
  try {
    const { Account: account = '', Arn: arn = '' } = await sts.send(
      new GetCallerIdentityCommand({}),
      answerLimit(),
    );
    return { finding: pass(`account ${account}, ${region}, as ${arn}`), account };
  } catch (error) {
    return { finding: explain(error, region) };
  }
}

function explain(error: unknown, region: string): Finding {
  const { kind, name, said } = readAwsFailure(error);
  switch (kind) {
    case 'no-credentials':
      return fail(
        `no AWS credentials were found (${said})`,
        'sign in with "aws sso login" or "aws configure", or set AWS_PROFILE',
      );
    case 'unreachable':
      return unreachable(region, said);
    case 'other':
      if ((error as { $metadata?: unknown }).$metadata === undefined) throw error;
      return fail(`AWS could not tell whose credentials these are (${name}: ${said})`, 'run this again');
    default:
      return fail(
        `AWS does not accept the credentials (${said})`,
        `sign in again with "aws sso login" or "aws configure", and see that ${region} is enabled for the account`,
      );
  }
}
