/** Which of temperature and top_p a model takes: both together, either alone, or none. */
export type Sampling = 'both' | 'either' | 'none';

export interface ClaudeTraits {
  readonly sampling: Sampling;
  /** It thinks unless told not to, and can be told. */
  readonly thinksByDefault: boolean;
}

// A date of eight digits may follow instead of a minor version.
const named = /claude-(?<name>[a-z]+)-(?<major>\d{1,2})(?:-(?<minor>\d{1,2}))?(?!\d)/;

/**
 * What a version of Claude takes, told by its id. Sources: AWS, Amazon Bedrock user guide: the request page of the
 * Messages API (Sonnet 4.5 and Haiku 4.5 take either of temperature and top_p, older ones both), the model card of
 * Claude Opus 4.7 (none from there on), and "Adaptive thinking" (on by default in Sonnet 5 and Opus 5; Fable and
 * Mythos cannot be told otherwise). Opus 4.1 refuses both together too, whatever that page says:
 * github.com/aws-samples/bedrock-chat/pull/979. A later version is taken to be like the latest known.
 *
 * @param foundationModelId such as `anthropic.claude-sonnet-4-5-20250929-v1:0`
 */
export function readClaudeTraits(foundationModelId: string): ClaudeTraits {
  const { name, major, minor } = named.exec(foundationModelId)?.groups ?? {};
  // `claude-3-5-sonnet-…`, `claude-v2`, `claude-instant-…`: the number came before the name.
  if (name === undefined || name === 'v' || name === 'instant')
    return { sampling: 'both', thinksByDefault: false };
  const version = Number(major) * 100 + Number(minor ?? 0);
  return {
    sampling: version < 401 ? 'both' : version < 407 ? 'either' : 'none',
    thinksByDefault: version >= 500 && (name === 'sonnet' || name === 'opus'),
  };
}
