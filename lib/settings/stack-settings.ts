import { functionSettings } from '../../lambda/core/config/function-settings.ts';
import { choice, number, type Setting, text } from '../../lambda/core/config/setting-kinds.ts';

/** The settings of the stack as a whole: name, place, retention, memory. */
export const stackSettings = {
  stage: choice({
    description:
      'What the stack is for: `dev` is disposable, `prod` keeps its data; it changes the defaults of ' +
      '`stackName`, `removalPolicy` and `monitoring`',
    of: ['dev', 'prod'],
    default: undefined,
  }),
  stackName: text({
    description:
      "The stack's name; with `stage`, the default ends in `-dev` or `-prod`; another name is a second service",
    accepts: 'a letter, then letters, digits and hyphens, at most 128 characters',
    default: 'BlogWriter',
    pattern: /^[A-Za-z][A-Za-z0-9-]{0,127}$/,
  }),
  region: functionSettings.region,
  removalPolicy: choice({
    description:
      '`retain` keeps the bucket when the stack is destroyed; `destroy`, the default with `stage` `dev`, deletes it with every post',
    of: ['retain', 'destroy'],
    default: 'retain',
  }),
  oldVersionDays: number({
    description: 'How long a deleted or replaced version of a post is kept',
    default: 30,
    min: 1,
    max: 3_650,
    unit: 'days',
  }),
  abortUploadDays: number({
    description: 'How long the parts of an unfinished upload are kept',
    default: 1,
    min: 1,
    max: 3_650,
    unit: 'days',
  }),
  memorySizeMb: number({
    description: 'Memory of each function; its share of the CPU grows with it',
    default: 512,
    min: 128,
    max: 10_240,
    unit: 'megabytes',
  }),
} as const satisfies Record<string, Setting<unknown>>;
