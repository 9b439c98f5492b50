import { describe, expect, it } from 'vitest';
import { arnOf, functionOf, type Json, only, synthesize } from './synthesized-stack.ts';

const template = synthesize();
const worker = functionOf(template, 'write-blog').id;

describe("the worker's events", () => {
  it('are kept for an hour, retried twice, and sent to the queue if they still fail', () => {
    expect(only(template, 'AWS::Lambda::EventInvokeConfig').properties).toEqual({
      FunctionName: { Ref: worker },
      // The one that an invocation by name goes to.
      Qualifier: '$LATEST',
      MaximumEventAgeInSeconds: 3_600,
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: arnOf(only(template, 'AWS::SQS::Queue').id) } },
    });
  });
});

describe('the reserved concurrency', () => {
  it('is as set, for the worker only', () => {
    const synthesized = synthesize({ workerReservedConcurrency: '4' });
    expect(functionOf(synthesized, 'write-blog').properties.ReservedConcurrentExecutions).toBe(4);
    for (const name of ['post-blog', 'get-blog'] as const) {
      expect(functionOf(synthesized, name).properties).not.toHaveProperty('ReservedConcurrentExecutions');
    }
  });
});

describe('the queue of failed jobs', () => {
  it('is encrypted and keeps a message as long as SQS can', () => {
    expect(only(template, 'AWS::SQS::Queue').properties).toEqual({
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 14 * 24 * 60 * 60,
    });
  });

  it('denies every request without TLS, and grants nothing', () => {
    const queue = only(template, 'AWS::SQS::Queue').id;
    const { PolicyDocument, Queues } = only(template, 'AWS::SQS::QueuePolicy').properties;
    expect(Queues).toEqual([{ Ref: queue }]);
    expect(PolicyDocument.Statement).toEqual<Json>([
      {
        Effect: 'Deny',
        Action: 'sqs:*',
        Principal: { AWS: '*' },
        Resource: arnOf(queue),
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
  });
});
