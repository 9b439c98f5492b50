import { number, type Setting } from '../../lambda/core/config/setting-kinds.ts';
import { regionPattern } from '../../lambda/core/model/model-name.ts';
import { list } from './setting-kinds.ts';

/** The settings of the models and the worker that only the stack reads. */
export const modelSettings = {
  modelRegions: list({
    description:
      'The Regions that the inference profile routes to; needed only for profiles that the project does not know',
    accepts: 'Regions separated by commas, such as us-east-1,us-east-2',
    default: undefined,
    pattern: regionPattern,
  }),
  fallbackModelRegions: list({
    description: '`modelRegions` for the fallback model',
    accepts: 'Regions separated by commas, such as us-east-1,us-east-2',
    default: undefined,
    pattern: regionPattern,
  }),
  workerReservedConcurrency: number({
    description:
      "Maximum number of posts that the worker writes at once, reserved for it; unless set, it shares the account's concurrency",
    default: undefined,
    min: 1,
    max: 1_000,
    unit: 'runs',
  }),
} as const satisfies Record<string, Setting<unknown>>;
