import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const serviceProgram = fileURLToPath(new URL('./programs/service.ts', import.meta.url));

/** The number of concurrent clients, of posts, and of posts between two readings of the memory. */
export const load = { clients: 24, posts: 5_000, sampleEvery: 50 } as const;

/**
 * Runs the local service, in its own process, under load.
 *
 * @returns its resident set in MB (10^6 bytes), after each `sampleEvery` posts
 * @throws Error for a response other than 200
 */
export async function runLoad(onProgress: (posts: number) => void): Promise<readonly number[]> {
  const service = fork(serviceProgram, { execArgv: ['--disable-warning=ExperimentalWarning'] });
  const answerOf = async <T>(): Promise<T> => (await once(service, 'message'))[0] as T;
  const { url } = await answerOf<{ url: string }>();
  const rssMb: number[] = [];
  let started = 0;
  let done = 0;
  try {
    const client = async (): Promise<void> => {
      while (started < load.posts) {
        started += 1;
        await post(url);
        done += 1;
        const posts = done;
        if (posts % load.sampleEvery !== 0) continue;
        service.send('memory');
        rssMb.push((await answerOf<{ rssBytes: number }>()).rssBytes / 1e6);
        if (posts % 1_000 === 0) onProgress(posts);
      }
    };
    await Promise.all(Array.from({ length: load.clients }, client));
    return rssMb;
  } finally {
    const ended = once(service, 'exit');
    if (service.connected) service.disconnect();
    await ended;
  }
}

/**
 * The growth of memory after the first 1,000 posts, as a share: the low point over the second half of the posts that
 * follow, against the low point over their first half. The heaps rise and fall by some percent as garbage is collected;
 * a leak raises the low point.
 */
export function memoryGrowth(rssMb: readonly number[]): number {
  const after = rssMb.slice(1_000 / load.sampleEvery);
  const middle = Math.floor(after.length / 2);
  return lowOf(after.slice(middle)) / lowOf(after.slice(0, middle)) - 1;
}

/** The mean of the lowest tenth. */
function lowOf(samples: readonly number[]): number {
  const lowest = samples.toSorted((a, b) => a - b).slice(0, Math.max(1, Math.round(samples.length / 10)));
  return lowest.reduce((sum, sample) => sum + sample, 0) / lowest.length;
}

/** Growth up to this share is noise and counts as none. */
export const noGrowth = 0.02;

async function post(url: string): Promise<void> {
  const response = await fetch(`${url}/blog`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ blog_topic: 'What is Diffusion Model and GANs' }),
  });
  await response.arrayBuffer();
  if (response.status !== 200) throw new Error(`a post got the status ${response.status}`);
}
