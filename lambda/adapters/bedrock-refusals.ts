import type { FailureKind } from '../core/errors.ts';

/** A refusal of Bedrock whose exception alone does not say what to do. */
export interface Refusal {
  /** Its messages, with any exception: a retired model is a ResourceNotFoundException or a ValidationException. */
  readonly message: RegExp;
  /** What the operator should do, with the setting names of the primary model. */
  readonly advice: (modelId: string) => string;
  /** Default: that of the exception. */
  readonly kind?: FailureKind;
  /** Whether the account cannot use this model, but perhaps another. Default false. */
  readonly modelGone?: true;
}

/**
 * The refusals by reason. The first whose message matches counts.
 *
 * @see https://github.com/obot-platform/obot/issues/6747 use case form
 * @see https://github.com/langchain-ai/langchain/issues/19215 restricted account
 * @see https://github.com/aws-samples/amazon-bedrock-workshop/issues/100 account not authorized
 * @see https://github.com/langgenius/dify/issues/2829 no access to the model
 * @see https://github.com/Tracer-Cloud/opensre/pull/1811 payment method
 * @see https://github.com/aws-samples/generative-bi-using-rag/issues/361 country
 * @see https://github.com/aws/aws-sdk-js-v3/issues/6424 invalid model identifier
 */
export const refusals = {
  dailyQuota: {
    message: /\b(?:tokens|requests|quota|limit) per[ -]day\b|\bdaily (?:\w+ ){0,3}(?:quota|limit)\b/i,
    // A ThrottlingException by name, but waiting within a request does not help.
    kind: 'model-quota-exceeded',
    advice: (modelId) =>
      `The account's daily quota for ${modelId} is used up: request more tokens per day in Service Quotas, or set ` +
      'fallbackModelId to a model with its own quota. The initial quota of a new account may be almost zero.',
  },
  useCaseForm: {
    message: /\buse[ -]case details\b/i,
    modelGone: true,
    advice: (modelId) =>
      `Fill in the form of ${modelId}'s provider ("use case details", once per account or organization) in the model ` +
      'catalog of the Bedrock console, and wait 15 minutes.',
  },
  accountRestricted: {
    message:
      /\boperation (?:is )?not allowed\b|\baccount is not authorized to invoke\b|\bnot allowed for this account\b/i,
    advice: () =>
      'AWS has restricted the account: ask AWS Support to enable Amazon Bedrock for it. No setting changes this.',
  },
  noModelAccess: {
    message: /\bmarketplace\b|\bpayment instrument\b|\bhave access to the model\b/i,
    modelGone: true,
    advice: (modelId) =>
      `The account may not use ${modelId} yet: call it once in the Bedrock console with credentials that may subscribe ` +
      "(aws-marketplace:Subscribe), fill in its provider's form if there is one, check that the account has a valid " +
      'payment method, and wait 15 minutes.',
  },
  country: {
    message: /\bunsupported countries\b/i,
    modelGone: true,
    advice: (modelId) =>
      `The provider of ${modelId} does not serve the country that the call comes from or the account belongs to: set ` +
      'modelId to a model of another provider.',
  },
  guardrail: {
    message: /\bguardrail identifier or version\b/i,
    advice: () =>
      'Set guardrailId and guardrailVersion to what "aws bedrock list-guardrails" lists in the Region of the stack.',
  },
  profileRequired: {
    message: /\bon-demand throughput\b/i,
    advice: (modelId) =>
      `${modelId} can only be invoked through an inference profile: set modelId to the id of the profile, which is ` +
      "the model's id with a geography prefix (us., eu., apac., …).",
  },
  modelGone: {
    message:
      /\bmodel identifier is invalid\b|\bend of its life\b|\bmarked by provider as legacy\b|\bcould not resolve the foundation model\b/i,
    modelGone: true,
    advice: (modelId) =>
      `${modelId} does not exist in this Region, or it is Legacy or retired: set modelId to a current model from ` +
      'AWS\'s page "Supported foundation models".',
  },
} as const satisfies Record<string, Refusal>;

/** The refusal with this message; `undefined` if the exception is all there is to know. */
export function findRefusal(message: string): Refusal | undefined {
  return Object.values<Refusal>(refusals).find((refusal) => refusal.message.test(message));
}
