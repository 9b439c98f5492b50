import { CommandError } from '../../command/command-error.ts';
import type { Settings } from '../../settings/settings.ts';
import { type Assumptions, assume } from './assumptions.ts';
import { type CpuTimes, readCpuTimes } from './measured-cpu.ts';
import { type MeasuredPosts, measurePosts } from './measured-posts.ts';
import { type ModelPrice, type Prices, readPrices } from './prices.ts';
import { readStackFacts, type StackFacts } from './stack-facts.ts';

/** Everything that a cost is computed from. */
export interface CostInputs {
  readonly prices: Prices;
  /** The price of the configured model. */
  readonly model: ModelPrice;
  readonly settings: Settings;
  readonly stack: StackFacts;
  readonly measured: MeasuredPosts;
  readonly cpu: CpuTimes;
  readonly assumptions: Assumptions;
  /** How many posts. */
  readonly posts: number;
}

export interface CostOptions {
  readonly settings: Settings;
  /** @default 1,000 */
  readonly posts?: number;
  /** @default those of `assume` */
  readonly assumptions?: Partial<Assumptions>;
  /** @default the measurement that the project keeps */
  readonly cpu?: CpuTimes;
}

/**
 * Reads the prices, synthesizes the stack, and has posts written by the deployed bundles under the local service.
 *
 * @throws CommandError where there is no price for the Region or the model
 */
export async function gatherCostInputs(options: CostOptions): Promise<CostInputs> {
  const { settings, posts = 1_000 } = options;
  const prices = await readPrices();
  if (settings.region !== prices.region) {
    throw new CommandError(
      `docs/prices.json has the prices of ${prices.region}, and region is ${settings.region}: ` +
        'put those of your Region there, or leave region out.',
    );
  }
  const model = prices.models.find(({ modelId }) => modelId.endsWith(settings.model.id.foundationModelId));
  if (model === undefined) {
    throw new CommandError(
      `docs/prices.json has no price of ${settings.modelId}: add it under models, or set modelId to one of ` +
        `${prices.models.map(({ modelId }) => modelId).join(', ')}.`,
    );
  }
  const assumptions = assume(posts, options.assumptions);
  const stack = await readStackFacts(settings);
  const measured = await measurePosts(settings, {
    accessLogBytes: stack.accessLogBytes,
    modelMs: Math.round(assumptions.modelSeconds * 1_000),
  });
  return {
    prices,
    model,
    settings,
    stack,
    measured,
    cpu: options.cpu ?? (await readCpuTimes()),
    assumptions,
    posts,
  };
}
