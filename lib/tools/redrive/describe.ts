import { printableLine } from '../../command/printable.ts';
import type { FailedEvent, FailedJob } from './failed-jobs.ts';
import type { JobStanding, RunAgainResult } from './operate-job.ts';

const conditions: Readonly<Record<string, string>> = {
  RetriesExhausted: 'every try failed',
  EventAgeExceeded: 'not started in time: raise workerReservedConcurrency or the concurrency of the account',
  ZeroReservedConcurrency: "the worker's reserved concurrency is 0",
};

/** A failed job in a few lines: since when, why, and its current state. */
export function describeJob({ blogId, events }: FailedJob, standing: JobStanding): string {
  const [last, ...earlier] = events;
  const again = earlier.length === 0 ? '' : `, and ${count(earlier.length, 'time')} before`;
  return `${blogId}
  failed  ${describeTime(last)}${again}
  cause   ${describeCause(last)}
  now     ${describeStanding(standing)}`;
}

/** A message without a job. */
export function describeOther(event: FailedEvent): string {
  return `message ${event.message.messageId}, which names no job
  failed  ${describeTime(event)}
  cause   ${describeCause(event)}
  body    ${lineOf(event.message.body)}`;
}

/** An id of the command line without a job. */
export function describeMissing(id: string): string {
  return `${id}: no failed job of this id is in the queue`;
}

/** The result of running a job again, in one line. */
export function describeResult(
  blogId: string,
  result: RunAgainResult | 'not run',
  standing: JobStanding,
): string {
  switch (result) {
    case 'started':
      return `${blogId}: started again`;
    case 'done':
      return `${blogId}: already done, its message is dropped`;
    case 'moved':
      return `${blogId}: not started, another run has just started; list it again`;
    default:
      return `${blogId}: not started, ${describeStanding(standing)}`;
  }
}

/** "1 job", "2 jobs" */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function describeStanding(standing: JobStanding): string {
  switch (standing.kind) {
    case 'idle':
      return `${standing.failure ? `failed (${standing.failure})` : 'no run holds it'}; it can be run again`;
    case 'held':
      return `held by a run that may last until ${formatTime(standing.until)}; list it again then`;
    case 'done':
      return 'done, its post is saved; its message can be dropped';
    case 'gone':
      return 'its record has expired, so it cannot be run again; its message can be dropped';
    case 'unreadable':
      return `it cannot be run again: ${lineOf(standing.reason)}`;
  }
}

function describeTime({ failedAt, tries, condition }: FailedEvent): string {
  const at = failedAt === undefined ? Number.NaN : Date.parse(failedAt);
  const parts = [
    Number.isNaN(at) ? 'at an unknown time' : formatTime(at),
    ...(tries === undefined ? [] : [`after ${tries === 1 ? '1 try' : `${tries} tries`}`]),
  ];
  return `${parts.join(', ')}${condition === undefined ? '' : ` (${conditions[condition] ?? lineOf(condition)})`}`;
}

function describeCause({ errorType, errorMessage }: FailedEvent): string {
  const parts = [errorType, errorMessage].filter((part) => part !== undefined);
  return parts.length === 0 ? 'Lambda names none' : lineOf(parts.join(': '));
}

function formatTime(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function lineOf(text: string): string {
  return printableLine(text, 300);
}
