import { BedrockFault } from './bedrock-errors.ts';
import type { WriterInput } from './writer.ts';

interface NumberRule {
  readonly type: 'Integer' | 'Number';
  readonly minimum: number;
  readonly maximum: number;
  readonly default: number;
}

// AWS's "Meta Llama models" page of the inference parameters.
const numbers = {
  max_gen_len: { type: 'Integer', minimum: 1, maximum: 2_048, default: 512 },
  temperature: { type: 'Number', minimum: 0, maximum: 1, default: 0.5 },
  top_p: { type: 'Number', minimum: 0, maximum: 1, default: 0.9 },
} as const satisfies Record<string, NumberRule>;

/**
 * Reads the body of a Llama text model as Bedrock does: `prompt` is required, the numbers have Bedrock's ranges
 * and defaults, and no other key is permitted.
 *
 * @throws BedrockFault ValidationException in Bedrock's words
 */
export function parseLlamaBody(text: string): WriterInput {
  const body = parseObject(text);
  const violations = [...keyViolations(body), ...promptViolations(body), ...numberViolations(body)];
  if (violations.length === 1) throw malformed(`: ${violations[0]}`);
  if (violations.length > 1) throw malformed(`: ${violations.length} schema violations found`);
  const number = (name: keyof typeof numbers) => (body[name] as number | undefined) ?? numbers[name].default;
  return {
    prompt: body.prompt as string,
    maxGenLen: number('max_gen_len'),
    temperature: number('temperature'),
    topP: number('top_p'),
  };
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text);
    if (typeOf(body) === 'JSONObject') return body as Record<string, unknown>;
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

function keyViolations(body: Record<string, unknown>): string[] {
  const permitted = ['prompt', ...Object.keys(numbers)];
  return Object.keys(body)
    .filter((key) => !permitted.includes(key))
    .map((key) => `#: extraneous key [${key}] is not permitted`);
}

function promptViolations(body: Record<string, unknown>): string[] {
  if (!Object.hasOwn(body, 'prompt')) return ['#: required key [prompt] not found'];
  const type = typeOf(body.prompt);
  return type === 'String' ? [] : [`#/prompt: expected type: String, found: ${type}`];
}

function numberViolations(body: Record<string, unknown>): string[] {
  return Object.entries(numbers).flatMap(([name, rule]) => {
    if (!Object.hasOwn(body, name)) return [];
    const value = body[name];
    const type = typeOf(value);
    if (type !== 'Integer' && type !== rule.type)
      return [`#/${name}: expected type: ${rule.type}, found: ${type}`];
    if ((value as number) < rule.minimum)
      return [`#/${name}: ${value} is not greater or equal to ${rule.minimum}`];
    if ((value as number) > rule.maximum)
      return [`#/${name}: ${value} is not less or equal to ${rule.maximum}`];
    return [];
  });
}

/** JSON types by the names that Bedrock's validator gives them. */
function typeOf(value: unknown): string {
  if (value === null) return 'Null';
  if (Array.isArray(value)) return 'JSONArray';
  if (typeof value === 'object') return 'JSONObject';
  if (typeof value === 'number') return Number.isInteger(value) ? 'Integer' : 'Number';
  return typeof value === 'string' ? 'String' : 'Boolean';
}
