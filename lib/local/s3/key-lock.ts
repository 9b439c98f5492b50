/**
 * Runs jobs of one key one after another, jobs of different keys side by side. A key nobody waits for takes no
 * memory.
 */
export class KeyLock {
  readonly #tails = new Map<string, Promise<void>>();

  /** @throws what `job` throws; the jobs behind it run all the same */
  run<Result>(key: string, job: () => Promise<Result>): Promise<Result> {
    const before = this.#tails.get(key) ?? Promise.resolve();
    const result = before.then(job);
    const release = () => {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    };
    // Never rejects: the next job must not see this one's error.
    const tail = result.then(release, release);
    this.#tails.set(key, tail);
    return result;
  }
}
