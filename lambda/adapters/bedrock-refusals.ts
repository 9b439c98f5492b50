/** Why Bedrock refused a call, where its exception alone does not tell what to do. */
export type RefusalReason =
  | 'daily-quota'
  | 'use-case-form'
  | 'account-restricted'
  | 'profile-required'
  | 'model-gone';

/**
 * What the messages say, under whatever exception: a retired model is a ResourceNotFoundException or a
 * ValidationException. The first that fits counts.
 *
 * @see https://github.com/obot-platform/obot/issues/6747 the form
 * @see https://github.com/langchain-ai/langchain/issues/19215 the restricted account
 * @see https://github.com/aws/aws-sdk-js-v3/issues/6424 the invalid identifier
 */
const messages: readonly (readonly [RefusalReason, RegExp])[] = [
  ['daily-quota', /\b(?:tokens|requests|quota|limit) per[ -]day\b|\bdaily (?:\w+ ){0,3}(?:quota|limit)\b/i],
  ['use-case-form', /\buse[ -]case details\b/i],
  ['account-restricted', /\boperation (?:is )?not allowed\b/i],
  ['profile-required', /\bon-demand throughput\b/i],
  [
    'model-gone',
    /\bmodel identifier is invalid\b|\bend of its life\b|\bmarked by provider as legacy\b|\bcould not resolve the foundation model\b/i,
  ],
];

/** The reason in a message of Bedrock; `undefined` where its exception says all there is to know. */
export function refusalReason(message: string): RefusalReason | undefined {
  return messages.find(([, pattern]) => pattern.test(message))?.[0];
}

/** What the operator should do, in the names of the settings of the (first) model. */
export function refusalAdvice(reason: RefusalReason, modelId: string): string {
  switch (reason) {
    case 'daily-quota':
      return (
        `The account's tokens of ${modelId} for this day are used up: ask for more tokens per day in Service Quotas, ` +
        'or set fallbackModelId to a model with a quota of its own. A new account may start with almost none.'
      );
    case 'use-case-form':
      return (
        `Fill in the form of ${modelId}'s provider ("use case details", once for the account or its organization) in ` +
        'the model catalog of the Bedrock console, and wait 15 minutes.'
      );
    case 'account-restricted':
      return 'AWS has restricted the account: ask AWS Support to open Amazon Bedrock to it. No setting changes that.';
    case 'profile-required':
      return (
        `${modelId} can only be invoked through an inference profile: set modelId to the profile's id, which is the ` +
        "model's with its geography in front (us., eu., apac., …)."
      );
    case 'model-gone':
      return (
        `${modelId} does not exist in this Region, or it is Legacy or retired: choose a current one from ` +
        'AWS\'s page "Supported foundation models" and set modelId.'
      );
  }
}
