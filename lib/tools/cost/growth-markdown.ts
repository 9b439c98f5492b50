import { hoursAMonth } from './assumptions.ts';
import type { CostInputs } from './cost-inputs.ts';
import { busySeconds, limitsOf, readsOfAPromise, tokensReserved } from './limits.ts';
import { cents, short, table, whole } from './markdown.ts';
import { costOfPosts, pollsOfAPromise, tokensOfAPost, total } from './post-cost.ts';

/** The rates that are looked at, in posts a minute. */
const rates = [1, 100, 10_000] as const;

/** What bounds growth, and what each rate asks for, as `docs/scaling.md` has it. */
export function describeGrowth(inputs: CostInputs): string {
  const { assumptions, measured, settings } = inputs;
  return [
    `Plain posts of the default length (${measured.promptTokens} tokens of prompt, ${measured.generationTokens} of ` +
      `post), ${short(assumptions.modelSeconds)} s in the model and ${short(assumptions.s3Seconds * 1_000)} ms for a ` +
      `request to S3, ${settings.memorySizeMb} MB, default settings and quotas. What is met first stands first; under ` +
      'each rate how much of the limit it takes:',
    limitTable(inputs),
    'What each rate asks for:',
    demandTable(inputs),
  ].join('\n\n');
}

function limitTable(inputs: CostInputs): string {
  const rows = limitsOf(inputs).map(({ name, postsAMinute, arithmetic, raise }) => [
    name,
    short(postsAMinute),
    ...rates.map((rate) => share(rate / postsAMinute)),
    arithmetic,
    raise,
  ]);
  const head = ['limit', 'posts a minute', ...rates.map(whole), 'arithmetic', 'raise'];
  return table(head, rows, 1 + rates.length);
}

/** How much of a limit is taken: in percent, or past it in bold as a multiple. */
function share(part: number): string {
  if (part > 1) return `**${short(part)} ×**`;
  return part < 0.001 ? '< 0.1 %' : `${short(part * 100)} %`;
}

function demandTable(inputs: CostInputs): string {
  const { prices, measured, model, posts } = inputs;
  const { plain, keyed, promised } = measured.acts;
  const polls = pollsOfAPromise(inputs);
  const onePost = total(costOfPosts('plain', inputs)) / posts;
  const aDay = 1_440;
  const budgetPuts = plain.usage.s3Puts - 1;
  const row = (name: string, of: (rate: number) => string): string[] => [name, ...rates.map(of)];
  return table(
    ['posts a minute', ...rates.map(whole)],
    [
      row('Posts a day', (rate) => whole(rate * aDay)),
      row('Lambda runs at once', (rate) => short((rate / 60) * busySeconds(inputs))),
      row('Tokens reserved a minute', (rate) => whole(rate * tokensReserved(inputs))),
      row('Tokens generated a day', (rate) => whole(rate * aDay * measured.generationTokens)),
      row('S3 writes a second under `blog_output/`', (rate) => short(rate / 60)),
      row('S3 writes a second on the budget’s one record', (rate) => short((rate * budgetPuts) / 60)),
      row('S3 writes a second with an `Idempotency-Key`, all prefixes', (rate) =>
        short((rate * keyed.usage.s3Puts) / 60),
      ),
      row('S3 writes a second of promised posts, all prefixes', (rate) =>
        short((rate * promised.usage.s3Puts) / 60),
      ),
      row(`S3 reads a second of promised posts, looked at ${polls + 1} times`, (rate) =>
        short((rate * readsOfAPromise(inputs)) / 60),
      ),
      row('Logs a day, GB', (rate) => short((rate * aDay * plain.usage.logBytes) / 1e9)),
      row('Logs a month, US dollars', (rate) =>
        cents((rate * 60 * hoursAMonth * plain.usage.logBytes * prices.prices.logGb.usd) / 1e9),
      ),
      row(`Tokens of ${model.name} a month, US dollars`, (rate) =>
        whole(rate * 60 * hoursAMonth * tokensOfAPost(model, inputs)),
      ),
      row('All parts of the posts a month, US dollars', (rate) => whole(rate * 60 * hoursAMonth * onePost)),
    ],
  );
}
