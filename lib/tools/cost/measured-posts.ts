import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalService } from '../../local/local-service.ts';
import { serveWriter } from '../../local/models/model-source.ts';
import { createStandInWriter } from '../../local/models/stand-in-writer.ts';
import type { Settings } from '../../settings/settings.ts';
import { tracedEnvironment } from './log-lines.ts';
import type { Usage } from './usage.ts';
import { createWireRecord, type Episode, metricsIn, until, usageOf } from './wire-record.ts';

/**
 * What a caller may do:
 * - `plain`: `POST /blog` that is answered with the post
 * - `keyed`: the same under an `Idempotency-Key`
 * - `promised`: `Prefer: respond-async`, and the worker's run
 * - `poll`: `GET` of a promised post that is not there yet
 * - `read`: `GET` of a post that the worker wrote
 */
export type Act = 'plain' | 'keyed' | 'promised' | 'poll' | 'read';

export interface MeasuredAct {
  readonly usage: Usage;
  /** The functions' own metrics that it sends, each as its name and dimensions. */
  readonly metrics: readonly string[];
}

export interface MeasuredPosts {
  readonly acts: Readonly<Record<Act, MeasuredAct>>;
  /** As the stand-in writer counts them for a post of the default length. */
  readonly promptTokens: number;
  readonly generationTokens: number;
  /** How long a promise asks its caller to wait between two looks, in seconds. */
  readonly retryAfterSeconds: number;
}

/** The topic of every example of this project. */
export const sampleTopic = 'What is Diffusion Model and GANs';

/**
 * Does each act once with the bundles that are deployed, under the local service, and counts what goes over the
 * wire and into the log. The day's budget is kept as the settings say.
 *
 * @param accessLogBytes what API Gateway logs of a request
 * @param modelMs what a line is to say of a model call, in milliseconds
 */
export async function measurePosts(
  settings: Settings,
  sizes: { readonly accessLogBytes: number; readonly modelMs: number },
): Promise<MeasuredPosts> {
  const record = createWireRecord();
  const dataDir = await mkdtemp(join(tmpdir(), 'cost-'));
  let modelMayAnswer = Promise.resolve();
  const writer = createStandInWriter();
  const model = await serveWriter({
    writer: { ...writer, write: (...given) => modelMayAnswer.then(() => writer.write(...given)) },
    onRequest: record.onModelCall,
  });
  const service = await startLocalService({
    settings,
    // A budget is kept only for tokens that cost something.
    model: { ...model, billed: true },
    dataDir,
    s3: { onRequest: record.onS3Request },
    onLog: record.onLog,
    environment: () => tracedEnvironment,
  });
  const ask = async (path: string, init?: RequestInit) => {
    const response = await fetch(new URL(path, service.url), init);
    const text = await response.text();
    return { headers: response.headers, bytes: Buffer.byteLength(text), body: JSON.parse(text) };
  };
  const post = (headers: Record<string, string>) =>
    ask('/blog', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ blog_topic: sampleTopic }),
    });
  const oneRun = () => until(() => record.endedRuns() === 1);

  try {
    const plain = await post({});
    await oneRun();
    const plainEpisode = record.take();
    const keyed = await post({ 'idempotency-key': crypto.randomUUID() });
    await oneRun();
    const keyedEpisode = record.take();

    let letAnswer = (): void => {};
    modelMayAnswer = new Promise((resolve) => (letAnswer = resolve));
    const promise = await post({ prefer: 'respond-async' });
    const path = promise.headers.get('location') ?? '';
    await oneRun();
    await until(() => record.modelCalls() === 1);
    const promiseEpisode = record.take();
    const poll = await ask(path);
    await oneRun();
    const pollEpisode = record.take();
    letAnswer();
    await oneRun();
    const workerEpisode = record.take();
    const read = await ask(path);
    await oneRun();
    const readEpisode = record.take();

    const postBytes = Buffer.byteLength(plain.body.generated_blog);
    const act = (episode: Episode, runs: number, { bytes }: { bytes: number }): MeasuredAct => ({
      usage: usageOf(episode, { ...sizes, runs, answers: [bytes], postBytes }),
      metrics: metricsIn(episode),
    });
    return {
      acts: {
        plain: act(plainEpisode, 1, plain),
        keyed: act(keyedEpisode, 1, keyed),
        promised: act(together(promiseEpisode, workerEpisode), 2, promise),
        poll: act(pollEpisode, 1, poll),
        read: act(readEpisode, 1, read),
      },
      promptTokens: plain.body.prompt_token_count,
      generationTokens: plain.body.generation_token_count,
      retryAfterSeconds: Number(promise.headers.get('retry-after')),
    };
  } finally {
    await service.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function together(first: Episode, second: Episode): Episode {
  return {
    s3: [...first.s3, ...second.s3],
    modelCalls: first.modelCalls + second.modelCalls,
    lines: [...first.lines, ...second.lines],
  };
}
