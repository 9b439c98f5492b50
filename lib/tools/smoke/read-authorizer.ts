import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { CommandError, UsageError } from '../../command/command-error.ts';
import { readRegionOption } from '../../local/project-settings.ts';
import { settingsTable } from '../../settings/settings-table.ts';
import { type Authorizer, anonymous, bearer, sigV4 } from './authorizer.ts';
import type { Endpoint } from './endpoint.ts';

export type AuthMode = 'none' | 'iam' | 'jwt';

export interface AuthorizerOptions {
  /** What the command line says. */
  readonly auth: string | undefined;
  readonly token: string | undefined;
  readonly region: string | undefined;
  readonly endpoint: Endpoint;
  /** What holds where the command line says nothing. */
  readonly settings: { readonly auth: AuthMode; readonly region: string };
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Who is to ask, and how. @throws UsageError that says what to give, CommandError without AWS credentials */
export async function readAuthorizer(
  options: AuthorizerOptions,
): Promise<{ readonly auth: AuthMode; readonly authorize: Authorizer }> {
  const { endpoint, settings } = options;
  const auth = readMode(options);
  if (auth === 'none') return { auth, authorize: anonymous };
  if (endpoint.isPlain) {
    throw new UsageError(`Credentials are sent over https only; received ${endpoint.base}/blog`);
  }
  if (auth === 'jwt') return { auth, authorize: bearer(readToken(options)) };
  const region = readRegionOption(options.region) ?? endpoint.region ?? settings.region;
  return { auth, authorize: sigV4(region, await findCredentials()) };
}

/** A token on the command line says enough. */
function readMode({ auth, token, settings }: AuthorizerOptions): AuthMode {
  if (auth !== undefined && settingsTable.auth.read(auth) === undefined) {
    throw new UsageError(`--auth takes ${settingsTable.auth.accepts}; received ${JSON.stringify(auth)}`);
  }
  if (token !== undefined && auth !== undefined && auth !== 'jwt') {
    throw new UsageError(`--token is for --auth jwt; received --auth ${auth}`);
  }
  return token === undefined ? ((auth as AuthMode | undefined) ?? settings.auth) : 'jwt';
}

function readToken({ token, environment }: AuthorizerOptions): string {
  const found = (token ?? environment.SMOKE_TOKEN ?? '').trim();
  if (/^[\w.~+/-]+=*$/.test(found)) return found;
  throw new UsageError(
    found === ''
      ? '--auth jwt needs a token: set SMOKE_TOKEN, or give --token (which a shell remembers).'
      : 'The token has characters that no token has: give it alone, without "Bearer" or quotes.',
  );
}

/** The developer's own credentials; asked for at once, so that their absence is told before anything is sent. */
async function findCredentials(): Promise<ReturnType<typeof fromNodeProviderChain>> {
  const provide = fromNodeProviderChain();
  await provide().catch((error: Error) => {
    throw new CommandError(
      `--auth iam found no AWS credentials (${error.message.replace(/\s+/g, ' ')}): sign in with "aws sso login" or ` +
        '"aws configure", or set AWS_PROFILE.',
    );
  });
  return provide;
}
