import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseModel } from '../../../../../lambda/core/model/choose-model.ts';
import { promptFormats } from '../../../../../lambda/core/model/families/llama.ts';
import { withDefaults } from '../../../../../lambda/core/request/blog-request.ts';
import {
  type RequestField,
  type RequestInput,
  requestFields,
} from '../../../../../lambda/core/request/request-fields.ts';
import { contracts } from '../../../../lambda/core/model/families/contracts.ts';
import { bodiesOf } from './model-bodies.ts';

const versions = [
  ...['claude-3-haiku-20240307-v1:0', 'claude-3-7-sonnet-20250219-v1:0', 'claude-sonnet-4-20250514-v1:0'],
  ...['claude-opus-4-1-20250805-v1:0', 'claude-sonnet-4-5-20250929-v1:0', 'claude-opus-4-5-20251101-v1:0'],
  ...['claude-sonnet-4-6', 'claude-opus-4-6-v1', 'claude-opus-4-7', 'claude-opus-4-8', 'claude-sonnet-5'],
  ...['claude-opus-5', 'claude-fable-5-1', 'claude-mythos-5'],
].map((version) => `us.anthropic.${version}`);
const others = [
  'us.meta.llama4-scout-17b-instruct-v1:0',
  'mistral.mixtral-8x7b-instruct-v0:1',
  'mistral.mistral-small-2402-v1:0',
  'us.mistral.pixtral-large-2502-v1:0',
  'us.amazon.nova-2-lite-v1:0',
];
const modelIds = [...Object.values(contracts).map(({ modelId }) => modelId), ...versions, ...others];

const inBounds = ({ min, max }: { min: number; max: number }) => fc.integer({ min, max });
/** The bounds themselves often: they are where two opinions part. */
const share = fc.oneof(fc.constantFrom(0, 0.000001, 0.00001, 1), fc.double({ min: 0, max: 1, noNaN: true }));
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const phrase = (maxLength: number) => fc.string({ unit: 'grapheme', minLength: 1, maxLength });
function valuesOf(field: RequestField): fc.Arbitrary<unknown> {
  if (field.kind === 'text') return phrase(field.maxLength);
  return field.kind === 'integer' ? inBounds(field) : share;
}
const inputs = Object.values<RequestField>(requestFields).map((field) => [
  field.property,
  field.required ? valuesOf(field) : optional(valuesOf(field)),
]);
const requests = fc
  .record(Object.fromEntries(inputs))
  .map((input) => withDefaults(input as unknown as RequestInput));

test.each(modelIds)(
  '%s takes every request of the contract that its family finds no fault with',
  (modelId) => {
    const { family, parse } = bodiesOf(modelId);
    fc.assert(
      fc.property(requests, (request) => {
        fc.pre((family.findFaults?.(request) ?? []).length === 0);
        const input = parse(family.buildBody(request));
        expect(input.maxGenLen).toBe(request.maxGenLen);
        expect(input.prompt).toContain(request.blogTopic);
      }),
    );
  },
);

test.each(promptFormats)('so do Llama models with the prompt format %s', (promptFormat) => {
  const modelId = 'us.meta.llama3-1-8b-instruct-v1:0';
  const { family } = chooseModel({ modelId, promptFormat });
  fc.assert(
    fc.property(requests, (request) => {
      expect(bodiesOf(modelId).parse(family.buildBody(request)).raw).toBe(true);
    }),
  );
});

// Claude's own faults are not sent to it, so that there is nothing to refuse.
test.each(modelIds.filter((id) => !id.includes('claude')))(
  '%s refuses whatever its family finds a fault with',
  (id) => {
    const { family, parse } = bodiesOf(id);
    fc.assert(
      fc.property(requests, (request) => {
        if ((family.findFaults?.(request) ?? []).length === 0) return;
        // Nova is sent no top_p that nobody asked for.
        expect(() => parse(family.buildBody(request))).toThrow(
          expect.objectContaining({ name: 'ValidationException' }),
        );
      }),
    );
  },
);
