/** Why Bedrock refused a call, if the exception alone does not say what to do. */
export type RefusalReason =
  | 'daily-quota'
  | 'use-case-form'
  | 'account-restricted'
  | 'no-model-access'
  | 'country'
  | 'guardrail'
  | 'profile-required'
  | 'model-gone';

/**
 * The reason by message, for any exception: a retired model is a ResourceNotFoundException or a ValidationException.
 * The first match counts.
 *
 * @see https://github.com/obot-platform/obot/issues/6747 use case form
 * @see https://github.com/langchain-ai/langchain/issues/19215 restricted account
 * @see https://github.com/aws-samples/amazon-bedrock-workshop/issues/100 account not authorized
 * @see https://github.com/langgenius/dify/issues/2829 no access to the model
 * @see https://github.com/Tracer-Cloud/opensre/pull/1811 payment method
 * @see https://github.com/aws-samples/generative-bi-using-rag/issues/361 country
 * @see https://github.com/aws/aws-sdk-js-v3/issues/6424 invalid model identifier
 */
const messages: readonly (readonly [RefusalReason, RegExp])[] = [
  ['daily-quota', /\b(?:tokens|requests|quota|limit) per[ -]day\b|\bdaily (?:\w+ ){0,3}(?:quota|limit)\b/i],
  ['use-case-form', /\buse[ -]case details\b/i],
  [
    'account-restricted',
    /\boperation (?:is )?not allowed\b|\baccount is not authorized to invoke\b|\bnot allowed for this account\b/i,
  ],
  ['no-model-access', /\bmarketplace\b|\bpayment instrument\b|\bhave access to the model\b/i],
  ['country', /\bunsupported countries\b/i],
  ['guardrail', /\bguardrail identifier or version\b/i],
  ['profile-required', /\bon-demand throughput\b/i],
  [
    'model-gone',
    /\bmodel identifier is invalid\b|\bend of its life\b|\bmarked by provider as legacy\b|\bcould not resolve the foundation model\b/i,
  ],
];

/** The reason in a Bedrock message; `undefined` if the exception is all there is to know. */
export function refusalReason(message: string): RefusalReason | undefined {
  return messages.find(([, pattern]) => pattern.test(message))?.[0];
}

/** What the operator should do, with the setting names of the primary model. */
export function refusalAdvice(reason: RefusalReason, modelId: string): string {
  switch (reason) {
    case 'daily-quota':
      return (
        `The account's daily quota for ${modelId} is used up: request more tokens per day in Service Quotas, or set ` +
        'fallbackModelId to a model with its own quota. The initial quota of a new account may be almost zero.'
      );
    case 'use-case-form':
      return (
        `Fill in the form of ${modelId}'s provider ("use case details", once per account or organization) in the model ` +
        'catalog of the Bedrock console, and wait 15 minutes.'
      );
    case 'account-restricted':
      return 'AWS has restricted the account: ask AWS Support to enable Amazon Bedrock for it. No setting changes this.';
    case 'no-model-access':
      return (
        `The account may not use ${modelId} yet: call it once in the Bedrock console with credentials that may subscribe ` +
        "(aws-marketplace:Subscribe), fill in its provider's form if there is one, check that the account has a valid " +
        'payment method, and wait 15 minutes.'
      );
    case 'country':
      return (
        `The provider of ${modelId} does not serve the country that the call comes from or the account belongs to: set ` +
        'modelId to a model of another provider.'
      );
    case 'guardrail':
      return 'Set guardrailId and guardrailVersion to what "aws bedrock list-guardrails" lists in the Region of the stack.';
    case 'profile-required':
      return (
        `${modelId} can only be invoked through an inference profile: set modelId to the id of the profile, which is ` +
        "the model's id with a geography prefix (us., eu., apac., …)."
      );
    case 'model-gone':
      return (
        `${modelId} does not exist in this Region, or it is Legacy or retired: set modelId to a current model from ` +
        'AWS\'s page "Supported foundation models".'
      );
  }
}
