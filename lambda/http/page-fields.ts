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
        // One that depends on other fields is not shown: the form would show that of an empty form.
        ...(typeof field.default === 'number' && { usual: field.default }),
      }),
}));
