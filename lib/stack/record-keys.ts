/**
 * The keys of the records and of the budget in the posts' bucket, as `lambda/adapters/s3-record-store.ts` makes them. Here once
 * more, because `lib` takes no values from the adapters; a test holds the two together.
 */
export const recordPrefix = 'blog_requests/';
/** Where a job's record is, by blog id. */
export const jobPrefix = `${recordPrefix}jobs/`;
/** Where the record of an idempotency key is, by its hash. */
export const keyPrefix = `${recordPrefix}keys/`;

/** Where the day's count of generated tokens is. */
export const budgetPrefix = 'blog_budget/';

/** The S3 key of a record. @param name `jobs/…` or `keys/…` */
export function recordKey(name: string): string {
  return `${recordPrefix}${name}.json`;
}
