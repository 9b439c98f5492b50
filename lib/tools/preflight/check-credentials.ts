import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { readAwsFailure, signIn, signInAgain } from '../aws-failure.ts';
import { answerLimit } from './clients.ts';
import { type Finding, fail, pass, unreachable } from './finding.ts';

/**
 * Whether there are credentials that AWS accepts, and for which account. `sts:GetCallerIdentity` needs no permission.
 *
 * @returns without an account if the credentials cannot be used: then nothing else can be checked
 */
export async function checkCredentials(
  sts: STSClient,
  region: string,
): Promise<{ readonly finding: Finding; readonly account?: string }> {
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
  const { kind, name, message } = readAwsFailure(error);
  switch (kind) {
    case 'no-credentials':
      return fail(`no AWS credentials were found (${message})`, signIn);
    case 'unreachable':
      return unreachable(region, message);
    case 'other':
      return fail(`AWS could not check the credentials (${name}: ${message})`, 'run this again');
    default:
      return fail(
        `AWS does not accept the credentials (${message})`,
        `${signInAgain}, and check that ${region} is enabled for the account`,
      );
  }
}
