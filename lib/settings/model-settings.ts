import { number, type Setting } from '../../lambda/core/config/setting-kinds.ts';
import { regionPattern } from '../../lambda/core/model/model-name.ts';
import { list } from './setting-kinds.ts';

/** The settings of the models and of the worker that the stack alone reads. */
export const modelSettings = {
  modelRegions: list({
    description: 'The Regions an inference profile may route to, where they are not known by themselves',
    accepts: 'Regions separated by commas, such as us-east-1,us-east-2',
    default: undefined,
    pattern: regionPattern,
  }),
  fallbackModelRegions: list({
    description: 'For the fallback model what `modelRegions` is for the first',
    accepts: 'Regions separated by commas, such as us-east-1,us-east-2',
    default: undefined,
    pattern: regionPattern,
  }),
  workerReservedConcurrency: number({
    description:
      'How many posts the worker may write at once, reserved for it; unset, it shares what the account has',
    default: undefined,
    min: 1,
    max: 1_000,
    unit: 'runs',
  }),
} as const satisfies Record<string, Setting<unknown>>;
