import type { WriterInput, WriterOutput } from '../../models/writer.ts';
import { BedrockFault } from '../bedrock-errors.ts';
import type { ReasoningTags } from './hidden-reasoning.ts';
import { type Rule, typeOf } from './schema-rules.ts';

/** The bodies of InvokeModel's requests and answers for one family of models. */
export interface BedrockBody {
  /**
   * Reads a request's body, with the model's defaults for what is left out.
   *
   * @throws BedrockFault ValidationException in Bedrock's words for what AWS does not document
   */
  parse(text: string, foundationModelId: string): WriterInput;
  /** The answer's body, as JSON is written from it. */
  format(output: WriterOutput, foundationModelId: string): object;
  /** What encloses the reasoning before the text. Default: the models show none. */
  readonly reasoning?: ReasoningTags;
}

/**
 * A JSON object that follows the rule.
 *
 * @throws BedrockFault ValidationException that tells the only violation, or how many there are
 */
export function parseBody<Body>(text: string, rule: Rule): Body {
  const body = parseObject(text);
  const violations = rule(body, '#');
  if (violations.length === 1) throw malformed(`: ${violations[0]}`);
  if (violations.length > 1) throw malformed(`: ${violations.length} schema violations found`);
  return body as Body;
}

function parseObject(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text);
    if (typeOf(body) === 'JSONObject') return body;
  } catch {
    // Answered below like any other text that is no object.
  }
  throw malformed('');
}

function malformed(what: string): BedrockFault {
  return new BedrockFault(
    'ValidationException',
    `Malformed input request${what}, please reformat your input and try again.`,
  );
}
