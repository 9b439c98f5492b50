import { BedrockFault } from '../bedrock-errors.ts';

// Written out by name and not computed as the service does, so that one can catch the other's mistake.
const takesBoth = [
  'claude-v2',
  'claude-instant',
  'claude-3-',
  'claude-sonnet-4-20250514',
  'claude-opus-4-20250514',
];
const takesEither = [
  'claude-opus-4-1',
  'claude-sonnet-4-5',
  'claude-haiku-4-5',
  'claude-opus-4-5',
  'claude-sonnet-4-6',
  'claude-opus-4-6',
];
const parameters = ['temperature', 'top_p', 'top_k'] as const;

/**
 * Refuses the sampling that a version of Claude does not take, in its words. Sources: AWS, Amazon Bedrock user guide,
 * the warning of the Messages API's request page and the model card of Claude Opus 4.7; for Opus 4.1, which AWS does
 * not name, github.com/aws-samples/bedrock-chat/pull/979. A version that is not named takes none, as the latest.
 *
 * @throws BedrockFault ValidationException
 */
export function assertSampling(
  request: Readonly<Partial<Record<(typeof parameters)[number], number>>>,
  foundationModelId: string,
): void {
  const isOneOf = (names: readonly string[]) =>
    names.some((name) => foundationModelId.startsWith(`anthropic.${name}`));
  if (isOneOf(takesBoth)) return;
  if (isOneOf(takesEither)) {
    if (request.temperature === undefined || request.top_p === undefined) return;
    throw new BedrockFault(
      'ValidationException',
      '`temperature` and `top_p` cannot both be specified for this model. Please use only one.',
    );
  }
  const refused = parameters.find((parameter) => request[parameter] !== undefined);
  if (refused === undefined) return;
  throw new BedrockFault('ValidationException', `\`${refused}\` is deprecated for this model.`);
}
