import { requestDefaults } from '../core/request/blog-request.ts';
import { type RequestField, requestFields } from '../core/request/request-fields.ts';

/** The fields of a request as a form shows them, in the order of their table. */
export const pageFields = Object.entries(requestFields).map(([name, field]: [string, RequestField]) => ({
  name,
  kind: field.kind,
  required: field.required ?? false,
  ...(field.kind === 'text'
    ? { min: 1, max: field.maxLength }
    : {
        min: field.min,
        max: field.max,
        usual: requestDefaults[field.property as keyof typeof requestDefaults],
      }),
}));
