import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { CommandError, UsageError } from '../../command/command-error.ts';
import { readSettingOption } from '../../local/project-settings.ts';
import { signIn } from '../aws-failure.ts';
import type { Endpoint } from './endpoint.ts';

type AuthMode = 'none' | 'iam' | 'jwt';

/** The collection's type of authorization, and the variables that it reads. */
export interface Credentials {
  readonly type: 'noauth' | 'awsv4' | 'bearer';
  readonly variables: Readonly<Record<string, string>>;
}

/** For `auth` `none`. */
export const anonymous: Credentials = { type: 'noauth', variables: { auth: 'none' } };

export interface CredentialOptions {
  /** The options of the command line. */
  readonly auth?: string | undefined;
  readonly token?: string | undefined;
  readonly region?: string | undefined;
  readonly endpoint: Endpoint;
  /** The defaults for what the command line leaves out. */
  readonly settings: { readonly auth: AuthMode; readonly region: string };
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The credentials of a run: a bearer token from `--token` or `SMOKE_TOKEN`, or AWS's from the SDK's default chain.
 *
 * @throws UsageError that says what to supply; CommandError if there are no AWS credentials
 */
export async function readCredentials(options: CredentialOptions): Promise<Credentials> {
  const { endpoint, settings } = options;
  const auth = readMode(options);
  if (auth === 'none') return anonymous;
  if (endpoint.isPlain) {
    throw new UsageError(`Credentials are sent over https only; received ${endpoint.base}/blog`);
  }
  if (auth === 'jwt') return { type: 'bearer', variables: { auth, jwt: readToken(options) } };
  const region = readSettingOption('--region', options.region) ?? endpoint.region ?? settings.region;
  const { accessKeyId, secretAccessKey, sessionToken = '' } = await findAwsCredentials();
  return {
    type: 'awsv4',
    variables: {
      auth,
      awsRegion: region,
      awsAccessKeyId: accessKeyId,
      awsSecretAccessKey: secretAccessKey,
      awsSessionToken: sessionToken,
    },
  };
}

/** A token on the command line implies jwt. */
function readMode({ auth, token, settings }: CredentialOptions): AuthMode {
  readSettingOption('--auth', auth);
  if (token !== undefined && auth !== undefined && auth !== 'jwt') {
    throw new UsageError(`--token is for --auth jwt; received --auth ${auth}`);
  }
  return token === undefined ? ((auth as AuthMode | undefined) ?? settings.auth) : 'jwt';
}

function readToken({ token, environment }: CredentialOptions): string {
  const found = (token ?? environment.SMOKE_TOKEN ?? '').trim();
  if (/^[\w.~+/-]+=*$/.test(found)) return found;
  throw new UsageError(
    found === ''
      ? '--auth jwt needs a token: set SMOKE_TOKEN, or supply --token (which stays in the shell history).'
      : 'The token contains characters that are not valid in a token: supply only the token, without "Bearer" or quotes.',
  );
}

async function findAwsCredentials() {
  try {
    return await fromNodeProviderChain()();
  } catch (error) {
    throw new CommandError(
      `--auth iam found no AWS credentials (${(error as Error).message.replace(/\s+/g, ' ')}): ${signIn}.`,
    );
  }
}
