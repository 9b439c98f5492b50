import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { requestDefaults } from '../../../../lambda/core/request/blog-request.ts';
import type { RedriveAction } from '../../../../lib/tools/redrive/action.ts';
import { redrive } from '../../../../lib/tools/redrive/redrive.ts';

export const blogId = '20261122T160527123Z_What-is-Diffusion-Model-and-GANs';
export const workerRequestId = 'e4b46cbf-b738-4a51-8880-a18cdf61200e';

/** The clients, each answering from what is below. */
export const aws = {
  cloudFormation: mockClient(CloudFormationClient),
  sqs: mockClient(SQSClient),
  s3: mockClient(S3Client),
  lambda: mockClient(LambdaClient),
};

/** What the account holds. */
export const account = {
  /** Bodies of the messages, by message id. */
  queue: new Map<string, string>(),
  objects: new Map<string, { text: string; etag: string; metadata?: Record<string, string> }>(),
  /** The calls that change something, in their order. */
  calls: [] as string[],
  printed: '',
};

export const recordKeyOf = (id: string): string => `blog_requests/jobs/${id}.json`;
export const awsError = (name: string, message: string, httpStatusCode?: number): Error =>
  Object.assign(new Error(message), { name, ...(httpStatusCode && { $metadata: { httpStatusCode } }) });

/** An account with a deployed stack, an empty queue and an empty bucket. */
export function resetAccount(): void {
  for (const client of Object.values(aws)) client.reset();
  account.queue.clear();
  account.objects.clear();
  account.calls = [];
  account.printed = '';
  aws.cloudFormation.on(DescribeStacksCommand).resolves({
    Stacks: [
      {
        StackName: 'BlogWriter',
        CreationTime: new Date(0),
        StackStatus: 'UPDATE_COMPLETE',
        Outputs: [
          { OutputKey: 'BlogUrl', OutputValue: 'https://abc.execute-api.us-east-2.amazonaws.com/blog' },
          { OutputKey: 'BucketName', OutputValue: 'posts-bucket' },
          { OutputKey: 'FailedJobsQueueUrl', OutputValue: 'https://sqs.us-east-2.amazonaws.com/1/failed' },
          { OutputKey: 'WorkerFunctionName', OutputValue: 'BlogWriter-WriteBlog' },
        ],
      },
    ],
  });
  answerAsSqs();
  answerAsS3();
  aws.lambda.on(InvokeCommand).callsFake(({ FunctionName, InvocationType, Payload }) => {
    account.calls.push(`invoke ${FunctionName} ${InvocationType} ${Buffer.from(Payload).toString()}`);
    return { StatusCode: 202 };
  });
}

function answerAsSqs(): void {
  const hidden = new Set<string>();
  aws.sqs.on(ReceiveMessageCommand).callsFake(({ MaxNumberOfMessages }) => {
    const visible = [...account.queue].filter(([id]) => !hidden.has(id)).slice(0, MaxNumberOfMessages);
    for (const [id] of visible) hidden.add(id);
    // As SQS answers for none: no list at all.
    if (visible.length === 0) return {};
    return {
      Messages: visible.map(([id, Body]) => ({ MessageId: id, ReceiptHandle: `handle of ${id}`, Body })),
    };
  });
  aws.sqs.on(DeleteMessageCommand).callsFake(({ ReceiptHandle }) => {
    account.calls.push(`delete ${ReceiptHandle}`);
    account.queue.delete(ReceiptHandle.replace('handle of ', ''));
    return {};
  });
  aws.sqs.on(ChangeMessageVisibilityBatchCommand).callsFake(({ Entries }) => {
    for (const { ReceiptHandle, VisibilityTimeout } of Entries) {
      account.calls.push(`show ${ReceiptHandle} in ${VisibilityTimeout} s`);
    }
    return { Successful: [], Failed: [] };
  });
}

function answerAsS3(): void {
  const found = (Key: string, missing: string) => {
    const object = account.objects.get(Key);
    if (object === undefined) throw awsError(missing, 'no such key', 404);
    return object;
  };
  aws.s3.on(GetObjectCommand).callsFake(({ Key }) => {
    const { text, etag, metadata } = found(Key, 'NoSuchKey');
    return { ETag: etag, Metadata: metadata, Body: { transformToString: async () => text } };
  });
  aws.s3.on(PutObjectCommand).callsFake(({ Key, Body, IfMatch }) => {
    if (account.objects.get(Key)?.etag !== IfMatch) throw awsError('PreconditionFailed', 'moved on', 412);
    const etag = `"${account.calls.length}-${JSON.parse(Body).nonce}"`;
    account.objects.set(Key, { text: Body, etag });
    account.calls.push(`put ${JSON.parse(Body).status}`);
    return { ETag: etag };
  });
}

/** A message as Lambda sends it for an event it gave up. */
export function failedMessage(changes: Record<string, unknown> = {}, id = blogId): string {
  return JSON.stringify({
    version: '1.0',
    timestamp: '2026-11-22T16:24:10.568Z',
    requestContext: {
      requestId: workerRequestId,
      functionArn: 'arn:aws:lambda:us-east-2:123456789012:function:BlogWriter-WriteBlog:$LATEST',
      condition: 'RetriesExhausted',
      approximateInvokeCount: 3,
    },
    requestPayload: { blog_id: id, v: 1 },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: {
      errorType: 'BlogFailure',
      errorMessage: 'S3 failed: ServiceUnavailable: Please reduce your request rate.',
      trace: ['BlogFailure: S3 failed', '    at toStoreFailure (file:///var/task/write-blog.mjs:1:1)'],
    },
    ...changes,
  });
}

/** Puts the record of a job that failed into the bucket. */
export function storeJob(changes: Record<string, unknown> = {}, id = blogId) {
  const now = Date.now();
  const job = {
    v: 1,
    blog_id: id,
    job_id: 'the-request',
    request: { blogTopic: 'What is Diffusion Model and GANs', ...requestDefaults, maxGenLen: 512 },
    status: 'failed',
    object_id: id,
    model_calls: 3,
    failure: 'model-failed',
    fails_at: now - 60_000,
    expires_at: now + 60_000,
    nonce: 'before',
    ...changes,
  };
  account.objects.set(recordKeyOf(id), { text: JSON.stringify(job), etag: '"before"' });
  return job;
}

/** The record of a job as it is now. */
export function storedJob(id = blogId): Record<string, unknown> {
  return JSON.parse(account.objects.get(recordKeyOf(id))?.text ?? '{}');
}

/** Runs the command. @returns whether everything was done */
export function runRedrive(action: RedriveAction): Promise<boolean> {
  const print = (text: string): void => {
    account.printed += `${text}\n`;
  };
  return redrive({ stackName: 'BlogWriter', region: 'us-east-2', action, print });
}
