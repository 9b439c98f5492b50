import { GetFoundationModelCommand } from '@aws-sdk/client-bedrock';
import { InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { beforeEach, describe, expect, it } from 'vitest';
import { readSettings } from '../../../../lib/settings/settings.ts';
import { formatFinding, isReady, summarize } from '../../../../lib/tools/preflight/finding.ts';
import { preflight } from '../../../../lib/tools/preflight/preflight.ts';
import { firstSpans, read, section } from '../../../docs/page-text.ts';
import {
  answerBootstrap,
  answerModel,
  aws,
  awsError,
  resetAccount,
  runPreflight,
} from './preflight-fixture.ts';

beforeEach(resetAccount);

describe('preflight', () => {
  it('has a tick for each check of an account where all is well', async () => {
    const findings = await runPreflight();
    expect(findings.map(formatFinding)).toEqual([
      '✓ credentials     account 123456789012, us-east-2, as arn:aws:sts::123456789012:assumed-role/Developer/ada',
      '✓ model           Llama 3.1 8B Instruct (meta.llama3-1-8b-instruct-v1:0) is ACTIVE',
      '✓ model id        the inference profile us.meta.llama3-1-8b-instruct-v1:0 is ACTIVE and routes to us-east-1, us-east-2, us-west-2',
      '✓ access          the model answered one call (billed, 28 tokens of prompt: a fraction of a cent)',
      '✓ concurrency     1000 Lambda runs at once in us-east-2, 900 of them unreserved',
      '✓ quota           600,000 tokens a minute, which is about 1,067 posts',
      '✓ bootstrap       the bootstrap is of version 30 (6 is needed)',
    ]);
    expect(summarize(findings)).toBe('Ready to deploy.');
    expect(isReady(findings)).toBe(true);
    expect(aws.bedrockRuntime.commandCalls(InvokeModelCommand)).toHaveLength(1);
  });

  it('asks everything at once and reports it in its order, each as soon as it is known', async () => {
    let answer = (): void => {};
    const model = new Promise<void>((resolve) => {
      answer = resolve;
    });
    aws.bedrock.on(GetFoundationModelCommand).callsFake(async () => {
      await model;
      throw awsError('ResourceNotFoundException', 'no such model', 404);
    });
    const reported: string[] = [];
    const running = preflight({ settings: readSettings({}), onFinding: ({ name }) => reported.push(name) });
    await expect.poll(() => aws.ssm.calls().length).toBe(1);
    expect(reported).toEqual(['credentials']);
    answer();
    await running;
    expect(reported).toEqual([
      'credentials',
      'model',
      'model id',
      'access',
      'concurrency',
      'quota',
      'bootstrap',
    ]);
  });

  it('has the checks of the model for the fallback too, in the names of its own settings, and docs/deploy.md has them all', async () => {
    aws.bedrock
      .on(GetFoundationModelCommand, { modelIdentifier: 'amazon.nova-lite-v1:0' })
      .rejects(awsError('ResourceNotFoundException', 'no such model', 404));
    aws.bedrockRuntime
      .on(InvokeModelCommand, { modelId: 'amazon.nova-lite-v1:0' })
      .rejects(awsError('ResourceNotFoundException', 'no such model', 404));
    const findings = await runPreflight({ fallbackModelId: 'amazon.nova-lite-v1:0' });
    expect(findings.map(({ name, mark }) => [name, mark])).toEqual([
      ['credentials', 'pass'],
      ['model', 'pass'],
      ['model id', 'pass'],
      ['access', 'pass'],
      ['fallback model', 'fail'],
      ['fallback id', 'warn'],
      ['fallback access', 'fail'],
      ['fallback quota', 'warn'],
      ['concurrency', 'pass'],
      ['quota', 'pass'],
      ['bootstrap', 'pass'],
    ]);
    const documented = firstSpans(section(read('docs/deploy.md'), 'Before a deploy: `npm run preflight`'));
    expect(documented.sort()).toEqual(findings.map(({ name }) => name).sort());
    const advice = findings.filter(({ name }) => /^fallback (?:model|access)$/.test(name));
    for (const { next } of advice) expect(next).toContain('set fallbackModelId');
    expect(JSON.stringify(findings)).not.toContain('set modelId');
  });

  it('says last what to mend, or what to look at', async () => {
    answerBootstrap('5');
    answerModel({ modelLifecycle: { status: 'LEGACY' } });
    const findings = await runPreflight();
    expect(isReady(findings)).toBe(false);
    expect(summarize(findings)).toBe('Not ready to deploy: fix model, bootstrap first.');
    expect(summarize([{ name: 'quota', mark: 'warn', text: 'low', next: 'ask' }])).toBe(
      'Ready to deploy; see quota.',
    );
  });

  it('keeps what AWS says from steering the terminal', () => {
    const finding = { name: 'access', mark: 'fail', text: 'a\u001b[2J\n\u202eb', next: 'c\rd' } as const;
    expect(formatFinding(finding)).toBe('✗ access          a\\u001b[2J \\u202eb\n                  → c d');
  });

  it('leaves an error of its own as it is, and ends what it began', async () => {
    const error = new TypeError('x is not a function');
    aws.bedrock.on(GetFoundationModelCommand).rejects(error);
    await expect(runPreflight()).rejects.toBe(error);
  });
});

describe('preflight without usable credentials', () => {
  it.each([
    [
      'none',
      awsError('CredentialsProviderError', 'Could not load credentials from any providers'),
      'no AWS credentials were found (Could not load credentials from any providers)',
      /"aws sso login"/,
    ],
    [
      'expired ones',
      awsError('ExpiredToken', 'The security token included in the request is expired', 403),
      'AWS does not accept the credentials (The security token included in the request is expired)',
      /sign in again/,
    ],
    [
      'no network',
      Object.assign(new Error('getaddrinfo ENOTFOUND sts.us-east-2.amazonaws.com'), { code: 'ENOTFOUND' }),
      'AWS cannot be reached in us-east-2 (getaddrinfo ENOTFOUND sts.us-east-2.amazonaws.com)',
      /network/,
    ],
    [
      'no answer',
      awsError('TimeoutError', ''),
      'AWS cannot be reached in us-east-2 (TimeoutError)',
      /network/,
    ],
  ])('says so in one line and asks nothing else: %s', async (_, error, text, next) => {
    aws.sts.on(GetCallerIdentityCommand).rejects(error);
    const findings = await runPreflight();
    expect(findings).toEqual([
      { name: 'credentials', mark: 'fail', text, next: expect.stringMatching(next) },
    ]);
    expect(aws.bedrockRuntime.calls()).toEqual([]);
  });
});
