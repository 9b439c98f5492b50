import { systemClock } from '../../../../lambda/adapters/system.ts';
import { sleep } from '../../../../lambda/core/clock.ts';
import { BlogFailure, type FailureKind, RequestError } from '../../../../lambda/core/errors.ts';
import type { WorkerEvent } from '../../../../lambda/core/job/hand-over.ts';
import type { Job } from '../../../../lambda/core/job/job.ts';
import type { PostOutcome } from '../../../../lambda/core/job/job-outcome.ts';
import { readPost } from '../../../../lambda/core/job/read-post.ts';
import { type PostCommand, requestPost } from '../../../../lambda/core/job/request-post.ts';
import { workJob } from '../../../../lambda/core/job/work-job.ts';
import type { Blog, Generation } from '../../../../lambda/core/post/blog.ts';
import type { StoredBlog } from '../../../../lambda/core/post/blog-store.ts';
import { type BlogRequest, withDefaults } from '../../../../lambda/core/request/blog-request.ts';
import type { Answer } from './world-answers.ts';

/** What becomes of one call on S3 or Lambda. `twice`: the answer is lost and the client sends the call again. */
export type Fate = 'ok' | 'slow' | 'refused' | 'lost' | 'twice' | 'crash-before' | 'crash-after';
/** What becomes of one model call. */
export type ModelFate = 'ok' | 'throttled' | 'failed' | 'empty' | 'denied' | 'retired' | 'hang' | 'crash';
/** What becomes of an accepted invocation. */
export type Delivery = 'once' | 'dropped';

/** A process: a request's function or a run of the worker. A dead one does nothing more and answers nobody. */
interface Process {
  id: string;
  dead: boolean;
  /** A call of its own on S3 or Lambda has failed or was late. */
  faulted: boolean;
}

const usualLimits = {
  maxModelCalls: 3,
  modelAttemptBaseMs: 5_000,
  modelAttemptPerTokenMs: 25,
  modelReadTimeoutMs: 300_000,
  modelBackoffMs: 1_000,
  handoverReserveMs: 4_000,
  workerDeadlineMs: 870_000,
};

const never = <T>(): Promise<T> => new Promise(() => {});

/** The service's core over an S3, a Bedrock and a Lambda in memory, with the faults that a test sets. */
export class World {
  readonly records = new Map<string, { text: string; etag: string }>();
  readonly objects = new Map<string, StoredBlog>();
  readonly answers: Answer[] = [];
  /** Model calls in flight at once, at the most seen so far. */
  mostInFlight = 0;
  modelCalls = 0;
  workerRuns = 0;
  failedEvents = 0;
  /** Consumed one by one; then everything goes well. */
  fates: Fate[] = [];
  modelFates: ModelFate[] = [];
  deliveries: Delivery[] = [];
  modelTimeMs = 3_000;
  /** The settings of the functions. */
  limits = { ...usualLimits };
  /** Whether the model `m` has the fallback `f`. */
  hasFallback = false;
  /** Whether the models accept what is asked for. */
  isAccepted = true;
  onRecordWrite: (name: string, before: string | undefined, after: string) => void = () => {};
  #inFlight = 0;
  #serial = 0;

  /** How each answer ended, in their order. */
  get kinds(): string[] {
    return this.answers.map(({ outcome }) => outcome.kind);
  }

  /** The jobs as they are recorded. */
  get jobs(): Job[] {
    return [...this.records]
      .filter(([name]) => name.startsWith('jobs/'))
      .map(([, { text }]) => JSON.parse(text));
  }

  /** Model and number of calls of each post, in the order of saving. */
  get writers(): [modelId: string, modelCalls: number][] {
    return [...this.objects.values()].map(({ blog }) => [blog.modelId, blog.modelCalls]);
  }

  /** A request, as one function sees it. It settles when the client has its answer, or never. */
  async post(options: { key?: string; async?: boolean; request?: BlogRequest } = {}): Promise<void> {
    const process = this.#start('post');
    const deadlineAt = Date.now() + 27_000;
    const command: PostCommand = {
      request: options.request ?? withDefaults({ blogTopic: 'T' }),
      requestId: process.id,
      deadlineAt,
      respondAsync: options.async ?? false,
      ...(options.key === undefined ? {} : { idempotencyKey: { hash: options.key, fingerprint: 'f' } }),
    };
    await this.#answer(process, 'post', () =>
      requestPost(command, this.limits, this.#dependencies(process, deadlineAt)),
    );
  }

  async get(blogId: string): Promise<void> {
    const process = this.#start('get');
    const dependencies = this.#dependencies(process, Date.now() + 9_000);
    await this.#answer(process, 'get', () => readPost(blogId, dependencies));
  }

  /** Delivers an event as Lambda does: up to three times with one request id, until a run ends well. */
  async deliver(event: WorkerEvent, awsRequestId = this.#nextId('aws')): Promise<void> {
    for (const pauseMs of [60_000, 120_000, 0]) {
      this.workerRuns += 1;
      const process = this.#start('worker');
      const run = workJob(
        event.blog_id,
        awsRequestId,
        this.limits,
        this.#dependencies(process, Date.now() + 900_000),
      );
      const ended = await Promise.race([
        run.then(
          () => (process.dead ? never<boolean>() : true),
          () => (process.dead ? never<boolean>() : false),
        ),
        this.#death(process),
      ]);
      if (ended) return;
      await sleep(systemClock, pauseMs);
    }
    this.failedEvents += 1;
  }

  /** A text that is different each time. */
  #nextId = (prefix: string): string => {
    this.#serial += 1;
    return `${prefix}-${this.#serial}`;
  };

  #start(prefix: string): Process {
    return { id: this.#nextId(prefix), dead: false, faulted: false };
  }

  async #death(process: Process): Promise<boolean> {
    while (!process.dead) await sleep(systemClock, 1_000);
    return false;
  }

  async #answer(process: Process, by: Answer['by'], work: () => Promise<PostOutcome>): Promise<void> {
    const startedAt = Date.now();
    const outcome = await work().catch((failure: unknown) => ({ kind: 'failure' as const, failure }));
    if (!process.dead)
      this.answers.push({ by, startedAt, endedAt: Date.now(), faulted: process.faulted, outcome });
  }

  #dependencies(process: Process, deadlineAt: number) {
    return {
      clock: systemClock,
      random: () => 0.5,
      newNonce: () => this.#nextId('nonce'),
      deadlineAt,
      records: {
        read: (name: string) => this.#call(process, async () => this.records.get(name)),
        write: (name: string, text: string, etag: string | undefined) =>
          this.#call(process, async () => this.#writeRecord(name, text, etag)),
      },
      store: {
        create: (id: string, blog: Blog, requestId: string) =>
          this.#call(process, async () => this.#createObject(id, blog, requestId)),
        read: (id: string) => this.#call(process, async () => this.objects.get(id)),
      },
      model: {
        modelId: 'm',
        generate: (_: BlogRequest, signal: AbortSignal) => this.#generate(process, signal),
      },
      assertAccepted: () => {
        if (!this.isAccepted) throw new RequestError('invalid-request', 'not accepted');
      },
      fallback: this.hasFallback
        ? { modelId: 'f', generate: (_: BlogRequest, signal: AbortSignal) => this.#generate(process, signal) }
        : undefined,
      invokeWorker: (event: WorkerEvent) =>
        this.#call(process, async () => this.#accept(event), 'worker-unavailable'),
    };
  }

  #accept(event: WorkerEvent): void {
    const delivery = this.deliveries.shift() ?? 'once';
    if (delivery === 'once') void sleep(systemClock, 50).then(() => this.deliver(event));
  }

  /** One call over the network, with its fate. */
  async #call<T>(
    process: Process,
    perform: () => Promise<T>,
    kind: FailureKind = 'store-unavailable',
  ): Promise<T> {
    await sleep(systemClock, 10);
    if (process.dead) return never();
    const fate = this.fates.shift() ?? 'ok';
    if (fate === 'slow') await sleep(systemClock, 11_000);
    if (process.dead) return never();
    if (fate === 'slow' || fate === 'refused' || fate === 'lost') process.faulted = true;
    if (fate === 'crash-before') process.dead = true;
    if (fate === 'refused') throw new BlogFailure(kind, 'refused');
    if (process.dead) return never();
    const result = await perform();
    if (fate === 'crash-after') process.dead = true;
    if (process.dead) return never();
    if (fate === 'lost') throw new BlogFailure(kind, 'the answer was lost');
    return fate === 'twice' ? perform() : result;
  }

  #writeRecord(name: string, text: string, etag: string | undefined): string | undefined {
    const before = this.records.get(name);
    if (before?.etag !== etag) return undefined;
    this.onRecordWrite(name, before?.text, text);
    const next = this.#nextId('etag');
    this.records.set(name, { text, etag: next });
    return next;
  }

  #createObject(id: string, blog: Blog, requestId: string): 'created' | 'exists' {
    const present = this.objects.get(id);
    if (present !== undefined) return present.requestId === requestId ? 'created' : 'exists';
    this.objects.set(id, { blog, requestId });
    return 'created';
  }

  async #generate(process: Process, signal: AbortSignal): Promise<Generation> {
    if (process.dead) return never();
    const fate = this.modelFates.shift() ?? 'ok';
    this.modelCalls += 1;
    this.#inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.#inFlight);
    try {
      const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      if (fate === 'hang') await aborted;
      await Promise.race([sleep(systemClock, this.modelTimeMs), aborted]);
    } finally {
      this.#inFlight -= 1;
    }
    if (fate === 'crash') process.dead = true;
    if (process.dead) return never();
    if (fate === 'throttled') throw new BlogFailure('model-throttled', fate);
    if (fate === 'failed') throw new BlogFailure('model-failed', fate);
    if (fate === 'retired') throw new BlogFailure('service-misconfigured', fate, { modelGone: true });
    if (fate === 'denied') throw new BlogFailure('service-misconfigured', fate);
    return { text: fate === 'empty' ? '' : `Post ${this.modelCalls}`, stopReason: 'stop' };
  }
}
