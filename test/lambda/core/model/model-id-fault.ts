import { ModelIdError } from '../../../../lambda/core/model/model-id.ts';

/** What is wrong with a model as it is configured. @throws Error where nothing is */
export function faultOf(work: () => unknown): ModelIdError {
  try {
    work();
  } catch (error) {
    if (error instanceof ModelIdError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
