/** What cannot be read in the code: how the world outside answers. Each is named where a figure is printed. */
export interface Assumptions {
  /** How long the model takes for one post, in seconds. */
  readonly modelSeconds: number;
  /** How long S3 takes for one request, in seconds. */
  readonly s3Seconds: number;
  /** In how many hours of the month posts are written: metrics are billed by the hour. */
  readonly busyHours: number;
}

/** As CloudWatch and the AWS Pricing Calculator count. */
export const hoursAMonth = 730;

/** Lambda gives a function one whole vCPU at so many megabytes: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
export const memoryOfOneCpuMb = 1_769;

/** The sizes that are compared: powers of two, and the one that has a whole vCPU. */
export const memorySizesMb = [128, 256, 512, 1_024, memoryOfOneCpuMb] as const;

/** @param posts how many posts a month has: with the defaults each is in an hour of its own, which is the dearest */
export function assume(posts: number, given: Partial<Assumptions> = {}): Assumptions {
  return { modelSeconds: 5, s3Seconds: 0.025, busyHours: Math.min(posts, hoursAMonth), ...given };
}
