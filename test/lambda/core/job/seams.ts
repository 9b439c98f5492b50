import { vi } from 'vitest';
import { BlogFailure } from '../../../../lambda/core/errors.ts';
import { toProblemResponse } from '../../../../lambda/http/problem.ts';
import { pass } from '../../virtual-time.ts';
import { type Delivery, type Fate, type ModelFate, World } from './world.ts';
import type { Answer } from './world-answers.ts';

/** A fault at one seam of a request's life. */
export interface Seam {
  /** How the request comes: under a key and waiting, or asynchronously without one. */
  way: 'keyed' | 'async';
  /** What is asked of whom, in the order in which it happens. */
  at: string;
  fault: string;
  fates?: Fate[];
  modelFates?: ModelFate[];
  deliveries?: Delivery[];
}

const calls = {
  keyed: [
    'S3: is the id free',
    'S3: create the key',
    'S3: read the job',
    'S3: create the job',
    'S3: count the call',
    'S3: create the post',
    'S3: record done',
  ],
  async: [
    'S3: is the id free',
    'S3: create the job',
    'Lambda: invoke',
    'S3: worker reads the job',
    'S3: worker takes it',
    'S3: count the call',
    'S3: create the post',
    'S3: record done',
  ],
} as const;

const networkFaults: [Fate, string][] = [
  ['refused', '5xx that stays'],
  ['slow', 'answers after 11 s'],
  ['lost', 'timeout, call done'],
  ['twice', 'reset, sent again'],
  ['crash-before', 'crash before'],
  ['crash-after', 'crash after'],
];

const modelFaults: [ModelFate[], string][] = [
  [['throttled', 'ok'], 'throttled once'],
  [['throttled', 'throttled', 'throttled'], 'throttled for good'],
  [['failed', 'failed', 'failed'], 'fails for good'],
  [['empty', 'empty', 'empty'], 'empty for good'],
  [['denied'], 'access denied'],
  [['hang', 'ok'], 'hangs once'],
  [['hang', 'hang', 'hang'], 'hangs for good'],
  [['crash'], 'crash during the call'],
];

/** Every seam with every fault, in the order of the documents' table. */
export const seams: Seam[] = (['keyed', 'async'] as const).flatMap((way) => [
  ...calls[way].flatMap((at, index) =>
    networkFaults.map(([fate, fault]) => ({
      way,
      at,
      fault,
      fates: [...Array<Fate>(index).fill('ok'), fate],
    })),
  ),
  {
    way,
    at: 'S3: create the post',
    fault: 'S3 down from then on, for 100 calls',
    fates: [
      ...Array<Fate>(calls[way].indexOf('S3: create the post' as never)).fill('ok'),
      ...Array<Fate>(100).fill('refused'),
    ],
  },
  ...modelFaults.map(([modelFates, fault]) => ({ way, at: 'Bedrock: the model call', fault, modelFates })),
  ...(way === 'async'
    ? [{ way, at: 'Lambda: deliver the event', fault: 'never delivered', deliveries: ['dropped' as const] }]
    : []),
]);

/** What a fault led to: a row of the table, and the figures behind it. */
export interface SeamResult {
  /** The seam's row in docs/requests.md. */
  cells: string[];
  posts: number;
  modelCalls: number;
  mostInFlight: number;
}

/** Runs a request into a fault; 3 minutes later the client asks again, if it still can; in the end all is looked at. */
export async function runSeam(seam: Seam, start: number): Promise<SeamResult> {
  vi.setSystemTime(start);
  vi.clearAllTimers();
  const world = new World();
  Object.assign(world, {
    fates: [...(seam.fates ?? [])],
    modelFates: [...(seam.modelFates ?? [])],
    deliveries: [...(seam.deliveries ?? [])],
  });
  void world.post(seam.way === 'keyed' ? { key: 'k' } : { async: true });
  await pass(60_000);
  const first = world.answers.at(0);
  await pass(120_000);
  const callsBefore = world.modelCalls;
  const again = await askAgain(world, seam, first);
  await pass(2 * 3_600_000);
  const jobs = [...world.records]
    .filter(([name]) => name.startsWith('jobs/'))
    .map(([, { text }]) => JSON.parse(text).status);
  const cells = [
    seam.at,
    seam.fault,
    describe(first),
    String(callsBefore),
    again,
    `${world.objects.size === 0 ? 'no post' : 'the post'}${jobs.length === 0 ? '' : `, job ${jobs.join(', ')}`}`,
    String(world.modelCalls),
  ];
  const { mostInFlight, modelCalls } = world;
  return { cells, posts: world.objects.size, modelCalls, mostInFlight };
}

/** With a key the request itself is repeated; without one the promised id is read, if there was a promise. */
async function askAgain(world: World, { way }: Seam, first: Answer | undefined): Promise<string> {
  const before = world.answers.length;
  if (way === 'keyed') void world.post({ key: 'k' });
  else if (first?.outcome.kind === 'accepted') void world.get(first.outcome.blogId);
  else return 'nothing to ask for';
  await pass(30_000);
  return describe(world.answers.at(before));
}

function describe(answer: Answer | undefined): string {
  if (answer === undefined) return 'gateway 503 or 500';
  if (answer.outcome.kind === 'completed') return '200';
  if (answer.outcome.kind === 'accepted') return '202';
  const { failure } = answer.outcome;
  const withText =
    failure instanceof BlogFailure && failure.generatedBlog !== undefined ? ' with the text' : '';
  const { statusCode } = toProblemResponse(failure, 'r', 0);
  return `${statusCode} ${failure instanceof BlogFailure ? failure.kind : String(failure)}${withText}`;
}
