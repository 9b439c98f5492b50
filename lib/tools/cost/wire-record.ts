import { setTimeout as sleep } from 'node:timers/promises';
import { blogPrefix } from '../../../lambda/core/post/blog-id.ts';
import type { S3Request } from '../../local/s3/s3-request.ts';
import { lambdaLogBytes, loggedBytes, metricsOf, withSampleTimes } from './log-lines.ts';
import type { Usage } from './usage.ts';

/** What went over the wire and into the log from one moment to another. */
export interface Episode {
  readonly s3: readonly S3Request[];
  readonly modelCalls: number;
  /** Complete lines of the functions. */
  readonly lines: readonly string[];
}

/** Gathers what a running service does, one episode after the other. */
export function createWireRecord() {
  let s3: S3Request[] = [];
  let modelCalls = 0;
  let log = '';
  // A run of a function ends with a line of metrics.
  const endedRuns = (): number => log.split('\n').filter((line) => line.includes('"_aws"')).length;
  return {
    onS3Request(request: S3Request): void {
      // S3 is never as quick as a file: a run that spent no millisecond there would not tell its time.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
      s3.push(request);
    },
    onModelCall(): void {
      modelCalls += 1;
    },
    onLog(text: string): void {
      log += text;
    },
    modelCalls: (): number => modelCalls,
    endedRuns,
    /** Ends the episode: what is gathered so far. */
    take(): Episode {
      const episode = { s3, modelCalls, lines: log.split('\n').filter((line) => line !== '') };
      [s3, modelCalls, log] = [[], 0, ''];
      return episode;
    },
  };
}

/** @throws Error where it does not come true within 20 s */
export async function until(isSo: () => boolean): Promise<void> {
  for (const giveUpAt = Date.now() + 20_000; !isSo(); await sleep(5)) {
    if (Date.now() > giveUpAt) throw new Error('the local service did not come to an end within 20 s');
  }
}

export interface EpisodeContext {
  /** Runs of functions in it. */
  readonly runs: number;
  /** Bytes of the answers in it, by request. */
  readonly answers: readonly number[];
  /** What API Gateway logs of a request, in bytes. */
  readonly accessLogBytes: number;
  /** What a line is to say of a model call, in milliseconds. */
  readonly modelMs: number;
  /** Bytes of the post that was saved in it. Default 0. */
  readonly postBytes?: number;
}

/** An episode as what it uses of AWS. */
export function usageOf({ s3, modelCalls, lines }: Episode, context: EpisodeContext): Usage {
  const { runs, answers, accessLogBytes, modelMs, postBytes = 0 } = context;
  const s3Puts = s3.filter(({ operation }) => operation === 'PutObject');
  return {
    gatewayRequests: answers.length,
    runs,
    modelCalls,
    s3Puts: s3Puts.length,
    s3Gets: s3.length - s3Puts.length,
    keptBytes: s3Puts.some(({ key }) => key.startsWith(blogPrefix)) ? postBytes : 0,
    logBytes:
      loggedBytes(lines.map((line) => withSampleTimes(line, modelMs))) +
      runs * lambdaLogBytes +
      answers.length * accessLogBytes,
    answerBytes: answers.reduce((sum, bytes) => sum + bytes, 0),
  };
}

/** The functions' own metrics in an episode, each once, as its name and dimensions. */
export const metricsIn = ({ lines }: Episode): string[] => [...new Set(lines.flatMap(metricsOf))].sort();
