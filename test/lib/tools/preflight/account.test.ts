import { GetAccountSettingsCommand } from '@aws-sdk/client-lambda';
import { ListServiceQuotasCommand } from '@aws-sdk/client-service-quotas';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { beforeEach, describe, expect, it } from 'vitest';
import { readSettings } from '../../../../lib/settings/settings.ts';
import { preflight } from '../../../../lib/tools/preflight/preflight.ts';
import { quota } from './aws-answers.ts';
import {
  answerBootstrap,
  answerQuotas,
  aws,
  awsError,
  findingOf,
  resetAccount,
} from './preflight-fixture.ts';

beforeEach(resetAccount);

const denied = awsError('AccessDeniedException', 'User is not authorized', 403);

describe('the check of the concurrency', () => {
  it.each([
    ['a new account', 10, 10, {}, 'warn', /^10 Lambda runs at once/],
    ['an account that is reserved away', 1000, 10, {}, 'warn', /10 of them unreserved/],
    ['room for the worker', 1000, 1000, { workerReservedConcurrency: '50' }, 'pass', /1000/],
    ['hardly room for it', 1000, 120, { workerReservedConcurrency: '50' }, 'warn', /may not fit/],
    ['no room for it', 10, 10, { workerReservedConcurrency: '5' }, 'fail', /=5 cannot be reserved/],
  ])('reports %s', async (_, all, unreserved, context, mark, text) => {
    aws.lambda.on(GetAccountSettingsCommand).resolves({
      AccountLimit: { ConcurrentExecutions: all, UnreservedConcurrentExecutions: unreserved },
    });
    const finding = await findingOf('concurrency', context);
    expect(finding.mark).toBe(mark);
    expect(finding.text).toMatch(text);
    if (mark !== 'pass') expect(finding.next).toContain('Service Quotas');
  });

  it('warns where it may not look, or sees nothing', async () => {
    aws.lambda.on(GetAccountSettingsCommand).rejects(denied);
    expect(await findingOf('concurrency')).toMatchObject({
      mark: 'warn',
      text: 'not checked: these credentials do not allow lambda:GetAccountSettings',
    });
    aws.lambda.on(GetAccountSettingsCommand).resolves({});
    expect(await findingOf('concurrency')).toMatchObject({ mark: 'warn' });
  });
});

describe('the check of the quota', () => {
  const perMinute = (value: number) =>
    quota(
      'Cross-region model inference tokens per minute for Meta Llama 3.1 8B Instruct',
      value,
      'L-9782749C',
    );
  const perDay = (value: number) =>
    quota('Model invocation max tokens per day for Meta Llama 3.1 8B Instruct', value, 'L-11111111');

  it.each([
    [
      'that lets a post through each second',
      [perMinute(40_000)],
      'pass',
      /40,000 tokens a minute.* 71 posts/,
    ],
    ['below what postRate lets in', [perMinute(20_000)], 'warn', /35 posts, while postRate=1 lets in 60/],
    ['below one post', [perMinute(500)], 'fail', /every post would be throttled/],
    ['that is none', [perMinute(0)], 'fail', /every post would be throttled/],
    ['for a day', [perMinute(600_000), perDay(864_000_000)], 'pass', /about 1,537,366 posts a day$/],
    ['for a day, which is low', [perMinute(600_000), perDay(10_000)], 'warn', /about 17 posts a day$/],
    ['that is not known', [], 'warn', /no quota of meta\.llama3-1-8b-instruct-v1:0 was found/],
  ])('reports one %s', async (_, quotas, mark, text) => {
    answerQuotas(quotas);
    const finding = await findingOf('quota');
    expect(finding.mark).toBe(mark);
    expect(finding.text).toMatch(text);
    if (mark !== 'pass') expect(finding.next).toContain('Service Quotas, Amazon Bedrock');
  });

  it('uses the default where the account has no value of its own, and reads every page', async () => {
    aws.serviceQuotas.on(ListServiceQuotasCommand).resolves({ Quotas: [] });
    answerQuotas([], [perMinute(600_000)]);
    expect(await findingOf('quota')).toMatchObject({ mark: 'pass' });
    aws.serviceQuotas
      .on(ListServiceQuotasCommand, { ServiceCode: 'bedrock', MaxResults: 100 })
      .resolves({ Quotas: [quota('Flows per account', 100)], NextToken: 'two' })
      .on(ListServiceQuotasCommand, { ServiceCode: 'bedrock', MaxResults: 100, NextToken: 'two' })
      .resolves({ Quotas: [perMinute(500)] });
    expect(await findingOf('quota')).toMatchObject({ mark: 'fail' });
  });

  it.each([
    ['may not look', denied, /do not allow servicequotas:ListServiceQuotas/],
    [
      'is throttled',
      awsError('TooManyRequestsException', 'Rate exceeded', 429),
      /throttled .* \(Rate exceeded\)/,
    ],
  ])('warns where it %s', async (_, error, text) => {
    aws.serviceQuotas.on(ListServiceQuotasCommand).rejects(error);
    expect(await findingOf('quota')).toMatchObject({ mark: 'warn', text: expect.stringMatching(text) });
  });
});

describe('the check of the bootstrap', () => {
  it('asks for the bootstrap of the configured qualifier', async () => {
    aws.ssm
      .on(GetParameterCommand, { Name: '/cdk-bootstrap/blogs/version' })
      .rejects(awsError('ParameterNotFound', 'UnknownError', 400));
    const findings = await preflight({
      settings: readSettings({}),
      bootstrapQualifier: 'blogs',
      onFinding: () => {},
    });
    expect(findings.find(({ name }) => name === 'bootstrap')).toMatchObject({
      mark: 'fail',
      text: 'there is no parameter /cdk-bootstrap/blogs/version in us-east-2',
      next: 'run "npx cdk bootstrap aws://123456789012/us-east-2 --qualifier blogs --toolkit-stack-name CDKToolkit-blogs"',
    });
  });

  it.each([
    [
      'an old version',
      () => answerBootstrap('5'),
      'fail',
      'the bootstrap is of version 5 (/cdk-bootstrap/hnb659fds/version), and 6 is needed',
    ],
    ['the oldest that will do', () => answerBootstrap('6'), 'pass', /version 6/],
    ['no version', () => answerBootstrap(undefined), 'fail', /holds no version/],
    [
      'no parameter',
      () => {
        aws.ssm.on(GetParameterCommand).rejects(awsError('ParameterNotFound', 'UnknownError', 400));
      },
      'fail',
      'there is no parameter /cdk-bootstrap/hnb659fds/version in us-east-2',
    ],
    [
      'no permission',
      () => aws.ssm.on(GetParameterCommand).rejects(awsError('AccessDeniedException', 'no', 400)),
      'warn',
      /do not allow ssm:GetParameter/,
    ],
  ])('reports %s', async (_, arrange, mark, text) => {
    arrange();
    const finding = await findingOf('bootstrap');
    expect(finding.mark).toBe(mark);
    expect(finding.text).toMatch(text);
    if (mark === 'fail') expect(finding.next).toBe('run "npx cdk bootstrap aws://123456789012/us-east-2"');
  });
});
