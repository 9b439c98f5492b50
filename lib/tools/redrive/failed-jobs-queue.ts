import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { QueueMessage } from './failed-job.ts';

/** The queue of the jobs that failed, as one run of the command uses it. */
export interface FailedJobsQueue {
  /** Every message; other readers do not see them until they are released, or for five minutes. */
  receiveAll(): Promise<QueueMessage[]>;
  delete(message: QueueMessage): Promise<void>;
  /** Shows messages to other readers again. */
  release(messages: readonly QueueMessage[]): Promise<void>;
}

/** Longer than a run of the command takes; where it is killed, the messages come back by themselves. */
const visibilityTimeoutSeconds = 300;
/** The most that SQS takes at once. */
const batchSize = 10;

export function createFailedJobsQueue(client: SQSClient, queueUrl: string): FailedJobsQueue {
  return {
    async receiveAll() {
      const found = new Map<string, QueueMessage>();
      for (;;) {
        const { Messages = [] } = await client.send(
          new ReceiveMessageCommand({
            QueueUrl: queueUrl,
            MaxNumberOfMessages: batchSize,
            VisibilityTimeout: visibilityTimeoutSeconds,
            // Long polling asks every server of the queue: without it a short answer may leave messages out.
            WaitTimeSeconds: 2,
          }),
        );
        const before = found.size;
        for (const { MessageId, ReceiptHandle, Body } of Messages) {
          if (MessageId === undefined || ReceiptHandle === undefined) continue;
          // A message that comes again has a new handle, and only that one counts.
          found.set(MessageId, { messageId: MessageId, receiptHandle: ReceiptHandle, body: Body ?? '' });
        }
        // Nothing new: the queue is empty, or its messages come round again.
        if (found.size === before) return [...found.values()];
      }
    },

    async delete({ receiptHandle }) {
      await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle }));
    },

    async release(messages) {
      for (let start = 0; start < messages.length; start += batchSize) {
        const batch = messages.slice(start, start + batchSize);
        const command = new ChangeMessageVisibilityBatchCommand({
          QueueUrl: queueUrl,
          Entries: batch.map(({ receiptHandle }, index) => ({
            Id: String(index),
            ReceiptHandle: receiptHandle,
            VisibilityTimeout: 0,
          })),
        });
        await client.send(command);
      }
    },
  };
}
