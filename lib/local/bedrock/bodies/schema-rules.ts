/**
 * Looks at a JSON value.
 *
 * @param at its JSON pointer, `#` for the whole body
 * @returns what is wrong with it, in the words of Bedrock's validator
 */
export type Rule = (value: unknown, at: string) => string[];

/** Anything: what AWS documents and the service never sends is not looked into. */
export const anything: Rule = () => [];

/** A number in its bounds. @param bounds.above the bound itself is refused */
export function number(bounds: { min?: number; above?: number; max?: number } = {}): Rule {
  return (value, at) => (isNumber(value) ? outOfBounds(value, bounds, at) : mistyped('Number', value, at));
}

/** A whole number in its bounds. */
export function integer(bounds: { min?: number; max?: number } = {}): Rule {
  return (value, at) =>
    Number.isInteger(value) ? outOfBounds(value as number, bounds, at) : mistyped('Integer', value, at);
}

/** A text, of any kind or one of the given ones. */
export function text(...oneOf: string[]): Rule {
  return (value, at) => {
    if (typeof value !== 'string') return mistyped('String', value, at);
    return oneOf.length === 0 || oneOf.includes(value) ? [] : [`${at}: ${value} is not a valid enum value`];
  };
}

/** An array whose items follow a rule. */
export function list(item: Rule, { min = 0, max = Number.POSITIVE_INFINITY } = {}): Rule {
  return (value, at) => {
    if (!Array.isArray(value)) return mistyped('JSONArray', value, at);
    if (value.length < min) return [`${at}: expected minimum item count: ${min}, found: ${value.length}`];
    if (value.length > max) return [`${at}: expected maximum item count: ${max}, found: ${value.length}`];
    return value.flatMap((one, index) => item(one, `${at}/${index}`));
  };
}

/** An object with these keys and no other. */
export function object(required: Record<string, Rule>, optional: Record<string, Rule> = {}): Rule {
  const rules = { ...required, ...optional };
  return (value, at) => {
    if (typeOf(value) !== 'JSONObject') return mistyped('JSONObject', value, at);
    const given = value as Record<string, unknown>;
    const missing = Object.keys(required).filter((key) => !Object.hasOwn(given, key));
    return [
      ...missing.map((key) => `${at}: required key [${key}] not found`),
      ...Object.entries(given).flatMap(([key, one]) =>
        Object.hasOwn(rules, key)
          ? (rules[key] as Rule)(one, `${at}/${key}`)
          : [`${at}: extraneous key [${key}] is not permitted`],
      ),
    ];
  };
}

/** What follows one of the rules. */
export function either(...rules: Rule[]): Rule {
  return (value, at) =>
    rules.some((rule) => rule(value, at).length === 0)
      ? []
      : [`${at}: no subschema matched out of the total ${rules.length} subschemas`];
}

/** JSON types by the names that Bedrock's validator gives them. */
export function typeOf(value: unknown): string {
  if (value === null) return 'Null';
  if (Array.isArray(value)) return 'JSONArray';
  if (typeof value === 'object') return 'JSONObject';
  if (typeof value === 'number') return Number.isInteger(value) ? 'Integer' : 'Number';
  return typeof value === 'string' ? 'String' : 'Boolean';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function mistyped(expected: string, value: unknown, at: string): string[] {
  return [`${at}: expected type: ${expected}, found: ${typeOf(value)}`];
}

function outOfBounds(
  value: number,
  { min, above, max }: { min?: number; above?: number; max?: number },
  at: string,
): string[] {
  if (min !== undefined && value < min) return [`${at}: ${value} is not greater or equal to ${min}`];
  if (above !== undefined && value <= above) return [`${at}: ${value} is not greater than ${above}`];
  if (max !== undefined && value > max) return [`${at}: ${value} is not less or equal to ${max}`];
  return [];
}
