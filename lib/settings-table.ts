import { choice, list, number, numberOf, type Setting, text } from './setting-kinds.ts';

const region = /^[a-z]{2}(?:-[a-z]+)+-\d$/;

/**
 * Every setting, in the order of the README's table. A setting is a name of CDK context: set in `cdk.json`
 * under `context`, or for one command with `-c name=value`.
 */
export const settingsTable = {
  stackName: text({
    description: "The stack's name; another one makes a second service beside the first",
    accepts: 'a letter, then letters, digits and hyphens, 128 characters at most',
    default: 'BlogWriter',
    pattern: /^[A-Za-z][A-Za-z0-9-]{0,127}$/,
  }),
  region: text({
    description: 'The Region of the stack, from which the model is called',
    accepts: 'a Region such as us-east-2',
    default: 'us-east-2',
    pattern: region,
  }),
  modelId: text({
    description: 'The model: its id, an inference profile id, or an ARN of either',
    accepts: 'a model id, an inference profile id or an ARN',
    default: 'us.meta.llama3-1-8b-instruct-v1:0',
    pattern: /^\S+$/,
  }),
  foundationModelId: text({
    description: "The model behind an application inference profile, which the profile's ARN does not name",
    accepts: 'a model id or an inference profile id',
    default: undefined,
    pattern: /^\S+$/,
  }),
  modelRegions: list({
    description: 'The Regions an inference profile may route to, where they are not known by themselves',
    accepts: 'Regions separated by commas, such as us-east-1,us-east-2',
    default: undefined,
    pattern: region,
  }),
  promptFormat: choice({ description: 'The template around the prompt', of: ['inst'], default: 'inst' }),
  postRate: number({
    description: 'Posts a second that may be asked for; 0 closes `POST /blog`',
    default: 1,
    min: 0,
    max: 10_000,
    unit: 'requests a second',
    fractions: true,
  }),
  postBurst: number({
    description: 'Posts at once that may be asked for on top of `postRate`',
    default: 5,
    min: 1,
    max: 5_000,
    unit: 'requests',
  }),
  getRate: number({
    description: 'Posts a second that may be read; 0 closes `GET /blog/{blog_id}`',
    default: 10,
    min: 0,
    max: 10_000,
    unit: 'requests a second',
    fractions: true,
  }),
  getBurst: number({
    description: 'Posts at once that may be read on top of `getRate`',
    default: 20,
    min: 1,
    max: 5_000,
    unit: 'requests',
  }),
  deadlineMs: number({
    description: 'Time for a whole request, from its arrival at the gateway',
    default: 27_000,
    min: 2_500,
    max: 27_000,
    unit: 'milliseconds',
  }),
  handoverReserveMs: number({
    description: 'Time of `deadlineMs` kept free at its end, to save the post or hand it over to the worker',
    default: 4_000,
    min: 1_000,
    max: 10_000,
    unit: 'milliseconds',
  }),
  workerDeadlineMs: number({
    description: 'Time for one run of the worker, which writes the posts that no request could wait for',
    default: 870_000,
    min: 60_000,
    max: 870_000,
    unit: 'milliseconds',
  }),
  workerReservedConcurrency: number({
    description:
      'How many posts the worker may write at once, reserved for it; unset, it shares what the account has',
    default: undefined,
    min: 1,
    max: 1_000,
    unit: 'runs',
  }),
  modelAttemptBaseMs: number({
    description: 'Time for one model call, whatever its length',
    default: 5_000,
    min: 100,
    max: 300_000,
    unit: 'milliseconds',
  }),
  modelAttemptPerTokenMs: number({
    description: 'Time added to a model call for each token of `max_gen_len`',
    default: 25,
    min: 0,
    max: 1_000,
    unit: 'milliseconds',
  }),
  modelReadTimeoutMs: number({
    description: 'The longest silence of a model call, where nothing shorter bounds it',
    default: 300_000,
    min: 1_000,
    max: 840_000,
    unit: 'milliseconds',
  }),
  modelBackoffMs: number({
    description: 'Wait before the second model call after a throttled one; it doubles, with jitter',
    default: 1_000,
    min: 0,
    max: 60_000,
    unit: 'milliseconds',
  }),
  maxModelCalls: number({
    description: 'Model calls for one request at the most',
    default: 3,
    min: 1,
    max: 3,
    unit: 'calls',
  }),
  memorySizeMb: number({
    description: 'Memory of each function; its share of a CPU grows with it',
    default: 512,
    min: 128,
    max: 10_240,
    unit: 'megabytes',
  }),
  logRetentionDays: numberOf({
    description: 'How long the logs are kept',
    default: 30,
    // What CloudWatch Logs accepts: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
    of: [
      1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
    ],
    unit: 'days',
  }),
  logLevel: choice({
    description: "The least severe of the functions' own messages that is logged",
    of: ['DEBUG', 'INFO', 'WARN', 'ERROR'],
    default: 'INFO',
  }),
  removalPolicy: choice({
    description:
      '`retain` keeps the bucket when the stack is destroyed, `destroy` deletes it with every post',
    of: ['retain', 'destroy'],
    default: 'retain',
  }),
  oldVersionDays: number({
    description: 'How long a version of a post is kept after it was deleted or replaced',
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
} as const satisfies Record<string, Setting<unknown>>;

export type SettingName = keyof typeof settingsTable;

/** The values of the table, by name. */
export type SettingValues = {
  readonly [Name in SettingName]: (typeof settingsTable)[Name]['default'];
};
