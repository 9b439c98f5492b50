import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { isBlogId } from '../../../lambda/core/post/blog-id.ts';
import { isObject, type JsonObject, parseObject } from '../../command/json-object.ts';

/** A message as it was received from the queue. */
export interface QueueMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
}

/** An event that Lambda gave up, from its message. Everything but the message may be missing. */
export interface FailedEvent {
  readonly message: QueueMessage;
  /** The job. Undefined if the message, or its event, is not from this service. */
  readonly blogId: string | undefined;
  /** The worker's `awsRequestId`, the same in every try of the event. */
  readonly requestId: string | undefined;
  /** When Lambda gave it up: ISO 8601. */
  readonly failedAt: string | undefined;
  /** `RetriesExhausted`, `EventAgeExceeded` … */
  readonly condition: string | undefined;
  /** How often Lambda tried. */
  readonly tries: number | undefined;
  readonly errorType: string | undefined;
  readonly errorMessage: string | undefined;
}

/** A job that failed, with every message about it, the last one first: a job that failed again has several. */
export interface FailedJob {
  readonly blogId: string;
  readonly events: readonly [FailedEvent, ...FailedEvent[]];
}

/**
 * Reads the record of an asynchronous invocation as Lambda sends it to a destination.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export function readFailedEvent(message: QueueMessage): FailedEvent {
  const record = parseObject(message.body) ?? {};
  const context = asObject(record.requestContext);
  const response = asObject(record.responsePayload);
  const { blog_id: blogId } = asObject(record.requestPayload);
  const { approximateInvokeCount: tries } = context;
  return {
    message,
    // Anything else must not become part of an S3 key.
    blogId: typeof blogId === 'string' && isBlogId(blogId) ? blogId : undefined,
    requestId: asText(context.requestId),
    failedAt: asText(record.timestamp),
    condition: asText(context.condition),
    tries: typeof tries === 'number' ? tries : undefined,
    errorType: asText(response.errorType),
    errorMessage: asText(response.errorMessage),
  };
}

/** Groups the events by job, the last first. `others` have no job. */
export function groupByJob(events: readonly FailedEvent[]): { jobs: FailedJob[]; others: FailedEvent[] } {
  const byTime = events.toSorted((a, b) => (b.failedAt ?? '').localeCompare(a.failedAt ?? ''));
  const groups = Map.groupBy(byTime, ({ blogId }) => blogId);
  const jobs = [...groups].flatMap(([blogId, [last, ...earlier]]): FailedJob[] =>
    blogId === undefined || last === undefined ? [] : [{ blogId, events: [last, ...earlier] }],
  );
  return { jobs, others: groups.get(undefined) ?? [] };
}

function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

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
