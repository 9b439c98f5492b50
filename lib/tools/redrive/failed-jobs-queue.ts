import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { QueueMessage } from './failed-job.ts';

/** Longer than a run of the command takes. If it is killed, the messages return by themselves. */
const visibilityTimeoutSeconds = 300;
/** The maximum of SQS. */
const batchSize = 10;

/** The queue of failed jobs, for one run of the command. */
export function createFailedJobsQueue(client: SQSClient, queueUrl: string) {
  return {
    /** Every message. Other readers do not see them until they are released, or for five minutes. */
    async receiveAll(): Promise<QueueMessage[]> {
      const found = new Map<string, QueueMessage>();
      for (;;) {
        const { Messages = [] } = await client.send(
          new ReceiveMessageCommand({
            QueueUrl: queueUrl,
            MaxNumberOfMessages: batchSize,
            VisibilityTimeout: visibilityTimeoutSeconds,
            // Long polling asks every server of the queue; a short poll may miss messages.
            WaitTimeSeconds: 2,
          }),
        );
        const before = found.size;
        for (const { MessageId, ReceiptHandle, Body } of Messages) {
          if (MessageId === undefined || ReceiptHandle === undefined) continue;
          // A message that is received again has a new handle, and only that one is valid.
          found.set(MessageId, { messageId: MessageId, receiptHandle: ReceiptHandle, body: Body ?? '' });
        }
        // Nothing new: the queue is empty, or its messages come again.
        if (found.size === before) return [...found.values()];
      }
    },

    async delete({ receiptHandle }: QueueMessage): Promise<void> {
      await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle }));
    },

    /** Makes messages visible to other readers again. */
    async release(messages: readonly QueueMessage[]): Promise<void> {
      for (let start = 0; start < messages.length; start += batchSize) {
        const batch = messages.slice(start, start + batchSize);
        const Entries = batch.map(({ receiptHandle }, index) => ({
          Id: String(index),
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: 0,
        }));
        await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }));
      }
    },
  };
}
