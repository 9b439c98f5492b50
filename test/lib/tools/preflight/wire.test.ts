import type { IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LoopbackServer, listenOnLoopback } from '../../../../lib/local/loopback-server.ts';
import { readSettings } from '../../../../lib/settings/settings.ts';
import { preflight } from '../../../../lib/tools/preflight/preflight.ts';
import * as answers from './aws-answers.ts';

interface Received {
  what: string;
  authorization: string;
}

let server: LoopbackServer;
let received: Received[];

/** AWS's services on one port, distinguished as the services do it. */
beforeEach(async () => {
  received = [];
  server = await listenOnLoopback(async (request, response) => {
    let body = '';
    for await (const part of request.setEncoding('utf8')) body += part;
    const what = operationOf(request, body);
    received.push({ what, authorization: request.headers.authorization ?? '' });
    const answer = answerTo(what);
    const isXml = typeof answer === 'string';
    response
      .writeHead(answer === undefined ? 404 : 200, {
        'content-type': isXml ? 'text/xml' : 'application/json',
      })
      .end(isXml ? answer : JSON.stringify(answer ?? {}));
  });
  vi.stubEnv('AWS_ENDPOINT_URL', server.url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_BEARER_TOKEN_BEDROCK', 'a-key-of-the-shell');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

function operationOf({ url = '', headers }: IncomingMessage, body: string): string {
  const target = String(headers['x-amz-target'] ?? '')
    .split('.')
    .at(-1);
  return target || (new URLSearchParams(body).get('Action') ?? decodeURIComponent(url));
}

function answerTo(what: string): unknown {
  const answersByOperation: Record<string, unknown> = {
    GetCallerIdentity: answers.API_GetCallerIdentity,
    GetParameter: answers.API_GetParameter,
    ListServiceQuotas: answers.API_ListServiceQuotas,
    [`/foundation-models/${answers.modelId}`]: answers.API_GetFoundationModel,
    [`/inference-profiles/${answers.profileId}`]: answers.API_GetInferenceProfile,
    [`/model/${answers.profileId}/invoke`]: answers.API_runtime_InvokeModel,
    '/2016-08-19/account-settings': answers.API_GetAccountSettings,
  };
  return answersByOperation[what.replace(/\/$/, '')];
}

describe('preflight over the wire', () => {
  it("understands AWS's answers as they come, and signs for the developer", async () => {
    const findings = await preflight({ settings: readSettings({}), onFinding: () => {} });
    expect(findings.map(({ name, mark, text }) => `${name} ${mark} ${text}`)).toEqual([
      expect.stringContaining('credentials pass account 123456789012'),
      expect.stringContaining('model pass Llama 3.1 8B Instruct'),
      expect.stringContaining('model id pass the inference profile'),
      expect.stringContaining('access pass the model answered'),
      expect.stringContaining('concurrency pass 1000'),
      expect.stringContaining('quota pass 600,000'),
      expect.stringContaining('bootstrap pass the bootstrap is of version 30'),
    ]);
    expect(received).toHaveLength(7);
    for (const { authorization } of received)
      expect(authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKID/);
  });
});
