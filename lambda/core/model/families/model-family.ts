import type { FieldError } from '../../errors.ts';
import type { Generation } from '../../post/blog.ts';
import type { BlogRequest } from '../../request/blog-request.ts';

/** How one family of Bedrock models is asked and how it answers through `InvokeModel`. */
export interface ModelFamily {
  /** The family's name in messages, such as `Meta Llama`. */
  readonly name: string;
  /** What the family does not take although the HTTP contract does. Default: nothing. */
  findFaults?(request: BlogRequest): FieldError[];
  /** The JSON body of the request. */
  buildBody(request: BlogRequest): Record<string, unknown>;
  /**
   * The generation in the JSON body of the answer, with the stop reason in Llama's terms and without the model's
   * hidden reasoning.
   *
   * @throws BlogFailure `model-failed` where the body is not of the family's shape, `empty-generation` where it holds
   *   nothing but reasoning, `guardrail-intervened` where the model's own filter stopped it
   */
  readBody(body: unknown): Generation;
}
