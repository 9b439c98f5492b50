/** Which of temperature and top_p a model accepts: both together, either alone, or none. */
export type Sampling = 'both' | 'either' | 'none';

export interface ClaudeTraits {
  readonly sampling: Sampling;
  /** It thinks by default, and that can be disabled. */
  readonly canStopThinking: boolean;
}

// Before 4 the number came before the name: `claude-3-5-sonnet-…`.
const early = /claude-(?:v\d|instant|3)/;
// A date of eight digits may follow instead of a minor version.
const named = /claude-(?<name>[a-z]+-(?<major>\d{1,2})(?:-(?<minor>\d{1,2}))?)(?!\d)/;

/** Later versions do not allow to disable thinking. */
const canStopThinking: ReadonlySet<string | undefined> = new Set(['sonnet-5', 'opus-5', 'haiku-5-5']);

/**
 * What a version of Claude accepts, by its id. Sources: AWS, Amazon Bedrock user guide: the request page of the
 * Messages API (Sonnet 4.5 and Haiku 4.5 accept either of temperature and top_p, older ones both), the model card of
 * Claude Opus 4.7 (none from then on), "Adaptive thinking" (on by default in Sonnet 5 and Opus 5, always on in Fable
 * and Mythos) and the model card of Claude Haiku 5.5; Anthropic, "Migrating to Claude Opus 5.5" (always on). Opus 4.1
 * refuses both together, although AWS's page says otherwise: github.com/aws-samples/bedrock-chat/pull/979. An unknown
 * version counts as the latest.
 *
 * @param foundationModelId such as `anthropic.claude-sonnet-4-5-20250929-v1:0`
 */
export function readClaudeTraits(foundationModelId: string): ClaudeTraits {
  if (early.test(foundationModelId)) return { sampling: 'both', canStopThinking: false };
  const { name, major = '99', minor = '0' } = named.exec(foundationModelId)?.groups ?? {};
  const version = Number(major) * 100 + Number(minor);
  return {
    sampling: version < 401 ? 'both' : version < 407 ? 'either' : 'none',
    canStopThinking: canStopThinking.has(name),
  };
}
