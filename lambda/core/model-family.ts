import type { Generation } from './blog.ts';
import type { BlogRequest } from './blog-request.ts';

/** How one family of Bedrock models is asked and how it answers through `InvokeModel`. */
export interface ModelFamily {
  /** The family's name in messages, such as `Meta Llama`. */
  readonly name: string;
  /** The JSON body of the request. */
  buildBody(request: BlogRequest): Record<string, unknown>;
  /**
   * The generation in the JSON body of the answer.
   *
   * @throws BlogFailure `model-failed` where the body is not of the family's shape
   */
  readBody(body: unknown): Generation;
}
