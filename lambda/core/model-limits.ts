import type { BlogRequest } from './blog-request.ts';
import { RequestError } from './errors.ts';
import type { ModelFamily } from './families/model-family.ts';

/**
 * Refuses what one of the models would refuse, before any of them is paid for it.
 *
 * @param families of all the models that may write the post
 * @throws RequestError `invalid-request` with every field that is at fault
 */
export function assertTaken(request: BlogRequest, families: readonly ModelFamily[]): void {
  const errors = families.flatMap((family) => family.findFaults?.(request) ?? []);
  if (errors.length === 0) return;
  const detail = errors.map(({ field, message }) => `${field} ${message}`).join('; ');
  throw new RequestError('invalid-request', `${detail}.`, errors);
}
