import { invalidFields } from '../errors.ts';
import type { BlogRequest } from '../request/blog-request.ts';
import type { ModelFamily } from './families/model-family.ts';

/**
 * Refuses what one of the models would refuse.
 *
 * @param families of all models that may write the post
 * @throws RequestError `invalid-request` with every field that is at fault
 */
export function assertAccepted(request: BlogRequest, families: readonly ModelFamily[]): void {
  const found = families.flatMap((family) => family.findFaults?.(request) ?? []);
  // Two models of one family find the same faults.
  const errors = [...new Map(found.map((error) => [`${error.field} ${error.message}`, error])).values()];
  if (errors.length > 0) throw invalidFields(errors);
}
