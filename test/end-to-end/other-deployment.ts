import { startHttpApi } from '../../lib/local/gateway/http-api.ts';
import { createLocalFunction } from '../../lib/local/lambda/lambda-function.ts';
import { type Answer, type LocalStack, postBlog } from './local-stack.ts';

/** `POST /blog` deployed once more: for what a whole stack of its own would take too long to start. */
export interface OtherDeployment {
  post(body: unknown, headers?: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
}

/**
 * The bundle of a running stack with other variables, behind an HTTP API of its own; model, S3 and worker are the
 * stack's.
 */
export async function deployPostBlog(
  stack: LocalStack,
  variables: Readonly<Record<string, string>>,
): Promise<OtherDeployment> {
  const { bundlePath, environment } = stack.deployments['post-blog'];
  const fn = createLocalFunction({
    bundlePath,
    memorySizeMb: 512,
    timeoutMs: 30_000,
    onLog: () => {},
    env: async () => ({ ...(await environment()), ...variables }),
  });
  const api = await startHttpApi({ routes: { 'POST /blog': fn } });
  return {
    post: (body, headers) => postBlog(api.url, body, headers),
    async close() {
      await api.close();
      await fn.close();
    },
  };
}
