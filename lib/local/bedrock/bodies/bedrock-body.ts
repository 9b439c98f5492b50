import * as v from 'valibot';
import type { WriterInput, WriterOutput } from '../../models/writer.ts';
import { BedrockFault } from '../bedrock-errors.ts';

/**
 * The InvokeModel request and response bodies of a family of models. The schemas have the fields that the service sends,
 * with the bounds that AWS documents; any other field is refused.
 */
export interface BedrockBody {
  /** Reads a request's body. @throws BedrockFault ValidationException */
  parse(text: string, foundationModelId: string): WriterInput;
  /** The response's body, before it becomes JSON. */
  format(output: WriterOutput, foundationModelId: string): object;
}

/** A number from `min` to `max`. */
export const between = (min: number, max: number) => v.pipe(v.number(), v.minValue(min), v.maxValue(max));

/** A token limit. */
export const tokens = (max: number) => v.pipe(between(1, max), v.integer());

/** The one message of the user that the service sends. */
export function messages<Content extends v.GenericSchema>(content: Content) {
  return v.tuple([v.strictObject({ role: v.literal('user'), content })]);
}

/**
 * A JSON body that follows the schema.
 *
 * @throws BedrockFault ValidationException that names the first violation by its JSON pointer
 */
export function parseBody<Schema extends v.GenericSchema>(
  text: string,
  schema: Schema,
): v.InferOutput<Schema> {
  const { success, output, issues } = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
  if (success) return output;
  const [issue] = issues;
  const path = v.getDotPath(issue)?.replaceAll('.', '/') ?? '';
  const what = issue.type === 'parse_json' ? '' : `: #/${path}: ${issue.message}`;
  throw new BedrockFault(
    'ValidationException',
    `Malformed input request${what}, please reformat your input and try again.`,
  );
}
