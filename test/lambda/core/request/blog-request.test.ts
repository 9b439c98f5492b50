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
