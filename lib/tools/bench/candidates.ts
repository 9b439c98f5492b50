import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withDefaults } from '../../../lambda/core/request/blog-request.ts';
import { readSettings } from '../../settings/settings.ts';
import { functionEnvironment, lambdaVariables } from '../../stack/functions/function-environment.ts';

const programs = fileURLToPath(new URL('./programs/', import.meta.url));
const topic = 'What is Diffusion Model and GANs';

/** A measured program. */
export interface Candidate {
  readonly name: string;
  /** The arguments of Node. @param calls the number of times the program does its work */
  readonly args: (calls: number) => readonly string[];
  /** Whether it calls the endpoints. */
  readonly calls: boolean;
  /** Variables in addition to those of all candidates. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Surroundings {
  readonly modelUrl: string;
  readonly bucketUrl: string;
  /** The folder of the deployed bundle. */
  readonly bundle: string;
}

const settings = readSettings({});

/** The candidates: bare Node, two bare requests, and the function as a default deploy has it, and without a budget. */
export function listCandidates({ modelUrl, bucketUrl, bundle }: Surroundings) {
  const bareRequests = [
    `${modelUrl}/model/${encodeURIComponent(settings.modelId)}/invoke`,
    JSON.stringify(settings.model.family.buildBody(withDefaults({ blogTopic: topic }))),
    `${bucketUrl}/posts/blog_output/20261122T160527123Z_What-is-Diffusion-Model-and-GANs.txt`,
  ];
  const runBundle = (calls: number) => [
    join(programs, 'handler.cjs'),
    join(bundle, 'post-blog.mjs'),
    JSON.stringify(postEvent),
    String(calls),
  ];
  return {
    node: { name: 'bare node -e 0', calls: false, args: () => ['-e', '0'] },
    bare: {
      name: 'two bare requests',
      calls: true,
      args: (calls) => [join(programs, 'bare-requests.cjs'), ...bareRequests, String(calls)],
    },
    ours: { name: 'the function', calls: true, args: runBundle },
    withoutBudget: {
      name: 'the function without a budget',
      calls: true,
      args: runBundle,
      environment: { DAILY_TOKEN_BUDGET: 'off' },
    },
  } as const satisfies Record<string, Candidate>;
}

/** The whole environment of each candidate: the deployed function's, with the endpoints. @param caPath the endpoints' certificate */
export function candidateEnvironment(
  { modelUrl, bucketUrl }: Surroundings,
  caPath: string,
): Record<string, string> {
  return {
    ...functionEnvironment('post-blog', settings, { bucketName: 'posts', workerFunctionName: 'write-blog' }),
    NODE_EXTRA_CA_CERTS: caPath,
    ...lambdaVariables('post-blog', settings),
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_SESSION_TOKEN: 'bench'.repeat(100),
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: modelUrl,
    AWS_ENDPOINT_URL_S3: bucketUrl,
  };
}

/** `POST /blog` as API Gateway sends it to the function; the program sets the time of arrival. */
const postEvent = {
  version: '2.0',
  routeKey: 'POST /blog',
  rawPath: '/blog',
  rawQueryString: '',
  headers: {
    accept: '*/*',
    'content-length': '49',
    'content-type': 'application/json',
    host: 'abcdefghij.execute-api.us-east-2.amazonaws.com',
    'user-agent': 'curl/8.5.0',
    'x-amzn-trace-id': 'Root=1-67409c27-0f2b3c4d5e6f708192a3b4c5',
    'x-forwarded-for': '192.0.2.1',
    'x-forwarded-port': '443',
    'x-forwarded-proto': 'https',
  },
  requestContext: {
    accountId: '111122223333',
    apiId: 'abcdefghij',
    domainName: 'abcdefghij.execute-api.us-east-2.amazonaws.com',
    domainPrefix: 'abcdefghij',
    http: {
      method: 'POST',
      path: '/blog',
      protocol: 'HTTP/1.1',
      sourceIp: '192.0.2.1',
      userAgent: 'curl/8.5.0',
    },
    requestId: 'JKJaXmPLvHcESHA=',
    routeKey: 'POST /blog',
    stage: '$default',
    time: '22/Nov/2026:16:05:27 +0000',
    timeEpoch: 0,
  },
  body: JSON.stringify({ blog_topic: topic }),
  isBase64Encoded: false,
};
