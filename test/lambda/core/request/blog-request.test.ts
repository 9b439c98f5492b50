import { expect, it } from 'vitest';
import { fingerprintText, withDefaults } from '../../../../lambda/core/request/blog-request.ts';
import { type RequestField, requestFields } from '../../../../lambda/core/request/request-fields.ts';

const request = withDefaults({ blogTopic: 'T' });

it.each(Object.entries<RequestField>(requestFields))(
  'the fingerprint of a request differs with another %s',
  (_, { property, ...field }) => {
    const value = field.kind === 'text' ? 'another' : field.max;
    expect(fingerprintText({ ...request, [property]: value })).not.toBe(fingerprintText(request));
  },
);

it.each([
  [50, 512],
  [200, 512],
  [257, 514],
  [1000, 2000],
])('a request for %i words allows %i tokens', (wordCount, tokens) => {
  expect(withDefaults({ blogTopic: 'T', wordCount }).maxGenLen).toBe(tokens);
});
