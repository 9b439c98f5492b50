import { afterEach, describe, expect, it, vi } from 'vitest';
import { type CredentialOptions, readCredentials } from '../../../../lib/tools/postman/credentials.ts';
import { readEndpoint } from '../../../../lib/tools/postman/endpoint.ts';

const gateway = 'https://abc123.execute-api.eu-west-1.amazonaws.com';

describe('readEndpoint', () => {
  it.each([
    [`${gateway}/blog`, { base: gateway, isPlain: false, region: 'eu-west-1' }],
    [`${gateway}/blog/`, { base: gateway, isPlain: false, region: 'eu-west-1' }],
    [`${gateway}/`, { base: gateway, isPlain: false, region: 'eu-west-1' }],
    [
      'https://abc123.execute-api.eusc-de-east-1.amazonaws.eu/blog',
      {
        base: 'https://abc123.execute-api.eusc-de-east-1.amazonaws.eu',
        isPlain: false,
        region: 'eusc-de-east-1',
      },
    ],
    ['https://posts.example.com', { base: 'https://posts.example.com', isPlain: false }],
    ['https://example.com/api/blog', { base: 'https://example.com/api', isPlain: false }],
    ['http://127.0.0.1:3000/blog', { base: 'http://127.0.0.1:3000', isPlain: false }],
    ['http://posts.example.com/blog', { base: 'http://posts.example.com', isPlain: true }],
  ])('reads %s', (text, endpoint) => {
    expect(readEndpoint(text)).toEqual(endpoint);
  });

  it.each(['', 'abc123', 'ftp://example.com', 'https://a:b@example.com/blog', `${gateway}/blog?x=1`])(
    'refuses %j',
    (text) => {
      expect(() => readEndpoint(text)).toThrow(
        expect.objectContaining({ name: 'UsageError', message: expect.stringContaining('BlogUrl') }),
      );
    },
  );
});

describe('readCredentials', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  const read = (changes: Partial<CredentialOptions> = {}) =>
    readCredentials({
      auth: undefined,
      token: undefined,
      region: undefined,
      endpoint: readEndpoint(`${gateway}/blog`),
      settings: { auth: 'none', region: 'us-east-2' },
      environment: {},
      ...changes,
    });
  const bearer = (jwt: string) => ({ type: 'bearer', variables: { auth: 'jwt', jwt } });
  const anonymous = { type: 'noauth', variables: { auth: 'none' } };

  it('asks as the setting says, unless the command line says otherwise', async () => {
    expect(await read()).toEqual(anonymous);
    const settings = { auth: 'jwt', region: 'us-east-2' } as const;
    expect(await read({ settings, token: 'a.b.c' })).toEqual(bearer('a.b.c'));
    expect(await read({ settings, auth: 'none' })).toEqual(anonymous);
  });

  it('reads a token from --token or SMOKE_TOKEN', async () => {
    expect(await read({ token: 'a.b.c' })).toEqual(bearer('a.b.c'));
    const environment = { SMOKE_TOKEN: 'd.e.f\n' };
    expect(await read({ auth: 'jwt', environment })).toEqual(bearer('d.e.f'));
    expect(await read({ environment })).toEqual(anonymous);
  });

  it('signs with the credentials of the default chain, those of an IAM user without a session', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    vi.stubEnv('AWS_SESSION_TOKEN', undefined);
    expect(await read({ auth: 'iam' })).toEqual({
      type: 'awsv4',
      variables: {
        auth: 'iam',
        awsRegion: 'eu-west-1',
        awsAccessKeyId: 'AKIDEXAMPLE',
        awsSecretAccessKey: 'secret',
        awsSessionToken: '',
      },
    });
  });

  it('signs for the Region of --region, else that of the URL, else that of the settings', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    const regionOf = async (changes: Partial<CredentialOptions>) =>
      (await read({ auth: 'iam', ...changes })).variables.awsRegion;
    expect(await regionOf({})).toBe('eu-west-1');
    expect(await regionOf({ region: 'ap-south-1' })).toBe('ap-south-1');
    expect(await regionOf({ endpoint: readEndpoint('https://posts.example.com') })).toBe('us-east-2');
  });

  it.each<[string, Partial<CredentialOptions>, RegExp]>([
    ['another mode', { auth: 'basic' }, /^--auth takes none or iam or jwt; received "basic"$/],
    ['a token for another mode', { auth: 'iam', token: 'a' }, /^--token is for --auth jwt/],
    ['no token', { auth: 'jwt' }, /SMOKE_TOKEN/],
    ['a header for a token', { token: 'Bearer a.b.c' }, /without "Bearer"/],
    ['no Region', { auth: 'iam', region: 'Ohio' }, /^--region takes a Region/],
    ['a plain connection', { token: 'a', endpoint: readEndpoint('http://example.com') }, /https only/],
  ])('refuses %s', async (_, changes, message) => {
    await expect(read(changes)).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringMatching(message),
    });
  });

  it('says so where there are no AWS credentials', async () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE']) {
      vi.stubEnv(name, undefined);
    }
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null');
    await expect(read({ auth: 'iam' })).rejects.toMatchObject({
      name: 'CommandError',
      message: expect.stringMatching(
        /^--auth iam found no AWS credentials \(.*\): sign in with "aws sso login"/,
      ),
    });
  });
});
