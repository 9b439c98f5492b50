import type { Answer } from './client.ts';
import { SmokeFailure, show } from './expectation.ts';

/** What to do about an answer of the gateway itself, whose body is `{"message"}`. */
const gatewayAnswers: Readonly<Record<number, string>> = {
  401: 'give a valid token with --auth jwt and --token or SMOKE_TOKEN: not expired, of the issuer and an audience of the settings',
  403: 'give --auth iam and credentials that may execute-api:Invoke on the API, or --auth jwt with a token',
  404: 'give the URL of the output BlogUrl; a deploy takes some seconds until its routes are there',
  429: "wait a moment and run this again, or raise the settings of the route's rate and burst",
  500: "look into the function's log: it crashed or could not start",
  503: "look into the function's log: it took longer than the gateway waits, or the account's concurrency is used up",
};

/** @throws SmokeFailure that tells the gateway's own answers from the service's */
export function expectStatus(answer: Answer, ...statuses: number[]): void {
  const { status, json, text } = answer;
  if (statuses.includes(status)) return;
  const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json') ?? false;
  const id = typeof json.request_id === 'string' ? ` by the request_id ${show(json.request_id)}` : '';
  throw new SmokeFailure({
    expected: `status ${statuses.join(' or ')}`,
    received: `${status} ${show(isProblem ? [json.title, json.detail].join(': ') : text)}`.trim(),
    next: isProblem ? `look into the function's log${id}` : gatewayAnswers[status],
    endsTheTest: status === 401 || status === 403,
  });
}
