import type { FieldError } from '../../errors.ts';
import type { Generation } from '../../post/blog.ts';
import type { BlogRequest } from '../../request/blog-request.ts';

/** The requests and answers of one family of Bedrock models through `InvokeModel`. */
export interface ModelFamily {
  /** The family's name in messages, such as `Meta Llama`. */
  readonly name: string;
  /** What the HTTP contract accepts but the family does not. Default: nothing. */
  findFaults?(request: BlogRequest): FieldError[];
  /** The JSON body of the request. */
  buildBody(request: BlogRequest): Record<string, unknown>;
  /**
   * The generation in the JSON body of the answer, with the stop reason in Llama's terms and without hidden reasoning.
   *
   * @throws BlogFailure `model-failed` if the body is not the family's, `empty-generation` if it holds only reasoning,
   *   `guardrail-intervened` if the model's own filter stopped it
   */
  readBody(body: unknown): Generation;
}
