import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { readAwsError } from '../../lambda/adapters/aws-error.ts';
import { CommandError } from '../command/command-error.ts';

/**
 * The developer's own credentials, as the AWS CLI finds them (environment, profile, SSO, process), read again
 * whenever a function's environment starts.
 *
 * @returns reads them, as the variables in which Lambda passes a function its role's credentials
 * @throws CommandError at once if there are none or AWS does not accept them
 */
export async function resolveAwsCredentials(region: string): Promise<() => Promise<Record<string, string>>> {
  // The chain keeps what it found until shortly before it expires.
  const credentials = fromNodeProviderChain();
  const resolve = async (): Promise<Record<string, string>> => {
    const { accessKeyId, secretAccessKey, sessionToken } = await credentials().catch((error: Error) => {
      throw new CommandError(
        `BEDROCK=aws found no usable AWS credentials (${firstLine(error.message)}): run "aws configure" or ` +
          '"aws sso login", set AWS_PROFILE, or unset BEDROCK to use the stand-in writer.',
      );
    });
    return {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
    };
  };
  await resolve();
  // Static and environment credentials do not show whether they have expired: only AWS knows.
  const sts = new STSClient({ region, credentials, maxAttempts: 2 });
  try {
    await sts.send(new GetCallerIdentityCommand({}), { abortSignal: AbortSignal.timeout(10_000) });
    return resolve;
  } catch (error) {
    const { name, message, status } = readAwsError(error);
    throw new CommandError(
      status === undefined
        ? `BEDROCK=aws cannot reach AWS in ${region} (${firstLine(message || name)}): check the network and any proxy, or ` +
            'unset BEDROCK to use the stand-in writer.'
        : `BEDROCK=aws: AWS does not accept the credentials (${name}: ${firstLine(message)}): renew them with ` +
            '"aws sso login" or "aws configure", or unset BEDROCK to use the stand-in writer.',
    );
  } finally {
    sts.destroy();
  }
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').replace(/[.:]$/, '');
}
