import fc from 'fast-check';
import { type RequestField, requestFields } from '../../lambda/core/request/request-fields.ts';

const fields = Object.entries<RequestField>(requestFields);

const pieces = fc.constantFrom(
  ...[
    '[INST]',
    '[/inST]',
    '<s>',
    '</S>',
    '<ſ>',
    '<<SYS>>',
    '<</ſyſ>>',
    '<|a|>',
    '<｜User｜>',
    '<｜',
    '｜>',
    '<|',
    '|>',
    '<',
    '|',
    '>',
  ],
  ...[
    '\u0000',
    '\u0085',
    '\u2028',
    '\u2029',
    '\u202e',
    '\u2066',
    '\u{e0041}',
    '\u200b',
    '\u00ad',
    '\u3000',
    '\ufeff',
    '\ud800',
    '\udc00',
    '\t',
  ],
  ...['Human:', 'assistant:', '. '],
  ...['é', 'e\u0301', '\u0958', '\u0338', '😀', 'ไทย', ' ', '\n', 'İ', 'ı', 'K', 'a'],
);
/** Texts that are, or nearly are, what a field accepts. */
export const texts = fc.oneof(
  { weight: 4, arbitrary: fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join('')) },
  fc.string({ unit: 'binary', maxLength: 10 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
  fc.nat({ max: 3 }).map((extra) => 'x'.repeat(199 + extra)),
  fc.nat({ max: 3 }).map((extra) => '😀'.repeat(59 + extra)),
  { weight: 6, arbitrary: fc.constantFrom('A topic', 'Bees', ' Élan ', 'a <|', '|> b') },
);
const numeral = fc.oneof(
  fc.constantFrom(0, -0, 1, 49, 50, 1000, 1001, 2048, 2049, 0.5, 1.0000001, -1, 1e21, 200.5, Infinity),
  fc.integer({ min: -5, max: 2100 }),
  fc.double({ min: -1, max: 2, noNaN: true }),
);
const value = fc.oneof({ weight: 5, arbitrary: numeral }, texts, fc.jsonValue({ maxDepth: 1 }));
const mostly = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 30, arbitrary: arbitrary as fc.Arbitrary<unknown> }, value);

/** Values of a field, some of them a little out of bounds. */
function around(field: RequestField): fc.Arbitrary<unknown> {
  if (field.kind === 'text') return texts;
  const [min, max] = [field.min, field.max];
  return field.kind === 'integer'
    ? fc.integer({ min: min - 10, max: max + 10 })
    : fc.double({ min: min - 0.1, max: max + 0.1, noNaN: true });
}

/** Bodies of `POST /blog`, most of them with a fault or two. */
export const bodies = fc
  .record(Object.fromEntries(fields.map(([name, field]) => [name, mostly(around(field))])), {
    requiredKeys: [],
  })
  .chain((fields) =>
    fc.oneof(
      { weight: 9, arbitrary: fc.constant(fields) },
      fc
        .dictionary(fc.constantFrom('extra', '__proto__', 'toString', 'Tone'), value, { maxKeys: 1 })
        .map((more) => ({
          ...fields,
          ...more,
        })),
    ),
  )
  .map((body): Record<string, unknown> => ({ ...body }));
