import { memorySizesMb } from './assumptions.ts';
import type { CostInputs } from './cost-inputs.ts';
import { billedSeconds, lambdaCost, lambdaTimes } from './lambda-cost.ts';
import { limitsOf } from './limits.ts';
import { costOfAMonth, costOfAnIdleMonth } from './month-cost.ts';
import { costOfPosts, mostTokens, tokensOfAPost, usageOfAPost } from './post-cost.ts';
import { addUsage } from './usage.ts';

/** Everything that is computed, for programs. Amounts in US dollars, not rounded. */
export function summarizeCost(inputs: CostInputs) {
  const { prices, posts, assumptions, settings, measured, cpu, stack } = inputs;
  const plain = addUsage([measured.acts.plain.usage, posts]);
  return {
    region: prices.region,
    pricesTaken: prices.taken,
    posts,
    assumptions,
    memorySizeMb: settings.memorySizeMb,
    stack,
    cpu,
    usageOfAPost: { plain: usageOfAPost('plain', inputs), promised: usageOfAPost('promised', inputs) },
    cost: { plain: costOfPosts('plain', inputs), promised: costOfPosts('promised', inputs) },
    tokens: prices.models.map((model) => ({
      model: model.modelId,
      expected: posts * tokensOfAPost(model, inputs),
      most: posts * tokensOfAPost(model, inputs, mostTokens),
    })),
    lambda: memorySizesMb.map((memoryMb) => {
      const times = lambdaTimes(memoryMb, cpu);
      const cost = (start: 'warm' | 'cold'): number =>
        lambdaCost(prices, plain.runs, billedSeconds(plain, times, assumptions, start), memoryMb);
      return { ...times, warm: cost('warm'), cold: cost('cold') };
    }),
    month: {
      idle: costOfAnIdleMonth(inputs),
      plain: costOfAMonth('plain', inputs),
      promised: costOfAMonth('promised', inputs),
    },
    limits: limitsOf(inputs),
  };
}
