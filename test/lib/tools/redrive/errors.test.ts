import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import { readSettingOption } from '../../../../lib/local/project-settings.ts';
import { settingsTable } from '../../../../lib/settings/settings-table.ts';
import { readAction } from '../../../../lib/tools/redrive/action.ts';
import { account, aws, awsError, failedMessage, resetAccount, runRedrive } from './redrive-fixture.ts';

beforeEach(resetAccount);

describe('redrive without a way to its queue', () => {
  it.each([
    [
      'no such stack',
      awsError('ValidationError', 'Stack with id BlogWriter does not exist', 400),
      'There is no stack BlogWriter in us-east-2: deploy it with "npx cdk deploy", or select another with --stack and --region.',
    ],
    [
      'no credentials',
      awsError('CredentialsProviderError', 'Could not load credentials from any providers'),
      'No AWS credentials were found (Could not load credentials from any providers): sign in with "aws sso login" or "aws configure", or set AWS_PROFILE.',
    ],
    [
      'expired credentials',
      awsError('ExpiredToken', 'The security token included in the request is expired', 403),
      'AWS does not accept the credentials (The security token included in the request is expired): sign in again with "aws sso login" or "aws configure".',
    ],
    [
      'no permission',
      awsError('AccessDenied', 'User: x is not authorized to perform: cloudformation:DescribeStacks', 403),
      'AWS denied reading the stack BlogWriter (User: x is not authorized to perform: cloudformation:DescribeStacks): use credentials that may, or have these allowed it; "npm run redrive -- --help" lists what is needed.',
    ],
    [
      'no network',
      Object.assign(new Error('getaddrinfo ENOTFOUND x'), { code: 'ENOTFOUND' }),
      'AWS could not be reached in us-east-2 (getaddrinfo ENOTFOUND x): check the network and --region.',
    ],
    [
      'another error of AWS',
      awsError('Throttling', 'Rate\nexceeded', 400),
      'Reading the stack BlogWriter failed: Throttling: Rate exceeded',
    ],
  ])('says in one line what to do: %s', async (_, error, message) => {
    aws.cloudFormation.on(DescribeStacksCommand).rejects(error);
    await expect(runRedrive({ kind: 'list' })).rejects.toMatchObject({ name: 'CommandError', message });
  });

  it('says that the stack is of a version without a queue', async () => {
    aws.cloudFormation.on(DescribeStacksCommand).resolves({
      Stacks: [
        {
          StackName: 'BlogWriter',
          CreationTime: new Date(0),
          StackStatus: 'CREATE_COMPLETE',
          Outputs: [{ OutputKey: 'BucketName', OutputValue: 'posts-bucket' }],
        },
      ],
    });
    await expect(runRedrive({ kind: 'list' })).rejects.toMatchObject({
      name: 'CommandError',
      message:
        'The stack BlogWriter in us-east-2 has no output FailedJobsQueueUrl: deploy this version of it with "npx cdk deploy".',
    });
  });

  it('says so of the queue', async () => {
    aws.sqs.on(ReceiveMessageCommand).rejects(awsError('QueueDoesNotExist', 'It does not exist.', 400));
    await expect(runRedrive({ kind: 'list' })).rejects.toMatchObject({
      message: 'Reading the queue of failed jobs failed: QueueDoesNotExist: It does not exist',
    });
  });

  it('says so of a record, and gives the messages back', async () => {
    account.queue.set('m1', failedMessage());
    aws.s3.on(GetObjectCommand).rejects(awsError('AccessDenied', 'Access Denied', 403));
    await expect(runRedrive({ kind: 'list' })).rejects.toMatchObject({
      message: expect.stringMatching(/^AWS denied reading the record of 2026\S+ \(Access Denied\): use/),
    });
    expect(account.calls).toEqual(['show handle of m1 in 0 s']);
  });

  it('leaves an error of its own as it is', async () => {
    const error = new TypeError('x is not a function');
    aws.cloudFormation.on(DescribeStacksCommand).rejects(error);
    await expect(runRedrive({ kind: 'list' })).rejects.toBe(error);
  });
});

describe('readAction', () => {
  it.each([
    [{}, [], { kind: 'list' }],
    [{ run: true }, ['a', 'b', 'a'], { kind: 'run', ids: ['a', 'b'] }],
    [{ all: true }, [], { kind: 'run', ids: 'all' }],
    [{ run: true, all: true }, [], { kind: 'run', ids: 'all' }],
    [{ drop: true }, ['a'], { kind: 'drop', ids: ['a'] }],
    [{ run: true }, ['Cafe\u0301'], { kind: 'run', ids: ['Caf\u00e9'] }],
  ])('reads %j with %j', (options, ids, action) => {
    expect(readAction(options, ids)).toEqual(action);
  });

  it.each([
    [{ run: true }, []],
    [{ drop: true }, []],
    [{ drop: true, all: true }, []],
    [{ drop: true, run: true }, ['a']],
    [{ all: true }, ['a']],
    [{}, ['a']],
  ])('refuses %j with %j', (options, ids) => {
    expect(() => readAction(options, ids)).toThrow(expect.objectContaining({ name: 'UsageError' }));
  });
});

describe('--stack and --region', () => {
  it.each([
    ['--stack', 'a b', `--stack takes ${settingsTable.stackName.accepts}; received "a b"`],
    ['--region', 'Ohio', `--region takes ${settingsTable.region.accepts}; received "Ohio"`],
  ] as const)('are refused before anything is asked of AWS: %s %s', (option, value, message) => {
    expect(() => readSettingOption(option, value)).toThrow(
      expect.objectContaining({ name: 'UsageError', message }),
    );
  });

  it('are names as the settings take them, or left out', () => {
    expect(readSettingOption('--stack', 'BlogWriter-dev')).toBe('BlogWriter-dev');
    expect(readSettingOption('--stack', undefined)).toBeUndefined();
  });
});
