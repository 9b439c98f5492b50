/** What the records of requests are named after in the bucket. A bucket that was deployed holds them: never change one. */
export const recordPrefix = 'blog_requests/';

/** What the day's counts of tokens are named after. */
export const budgetPrefix = 'blog_budget/';

const jobs = 'jobs/';
const keys = 'keys/';

/** Where the records of jobs are, by blog id. */
export const jobPrefix = `${recordPrefix}${jobs}`;

/** Where the records of idempotency keys are, by their hash. */
export const keyPrefix = `${recordPrefix}${keys}`;

/** The name of a job's record. */
export const jobRecordName = (blogId: string): string => `${jobs}${blogId}`;

/** The name of the record of an idempotency key. */
export const keyRecordName = (hash: string): string => `${keys}${hash}`;
