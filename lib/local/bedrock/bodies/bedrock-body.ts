import * as v from 'valibot';
import type { WriterInput, WriterOutput } from '../../models/writer.ts';
import { BedrockFault } from '../bedrock-errors.ts';
import type { ReasoningTags } from './hidden-reasoning.ts';

/**
 * The InvokeModel request and response bodies of a family of models. The schemas have the fields that the service sends,
 * with the bounds that AWS documents; any other field is refused.
 */
export interface BedrockBody {
  /** Reads a request's body. @throws BedrockFault ValidationException */
  parse(text: string, foundationModelId: string): WriterInput;
  /** The response's body, before it becomes JSON. */
  format(output: WriterOutput, foundationModelId: string): object;
  /** What encloses the reasoning before the text. @default the models show none */
  readonly reasoning?: ReasoningTags;
}

/** A number from `min` to `max`. */
export const between = (min: number, max: number) => v.pipe(v.number(), v.minValue(min), v.maxValue(max));

/** A token limit. */
export const tokens = (max: number) => v.pipe(between(1, max), v.integer());

/**
 * A JSON body that follows the schema.
 *
 * @throws BedrockFault ValidationException with the only violation, by its JSON pointer, or with their number
 */
export function parseBody<Schema extends v.GenericSchema>(
  text: string,
  schema: Schema,
): v.InferOutput<Schema> {
  const { success, output, issues } = v.safeParse(schema, parseJson(text));
  if (success) return output;
  const [{ message }] = issues;
  const pointer = `#/${v.getDotPath(issues[0])?.replaceAll('.', '/') ?? ''}`;
  throw malformed(
    issues.length > 1 ? `: ${issues.length} schema violations found` : `: ${pointer}: ${message}`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('');
  }
}

function malformed(what: string): BedrockFault {
  return new BedrockFault(
    'ValidationException',
    `Malformed input request${what}, please reformat your input and try again.`,
  );
}
