import type { Order } from './orders.ts';

/** The path of `POST /blog`. */
export const action = document.getElementById('form')?.dataset.action ?? '/blog';

/** The field of the bearer token; `null` if callers need none. */
export const tokenField = document.querySelector<HTMLInputElement>('#token');

/** The fields of a 200 that the page shows. */
export interface BlogAnswer {
  blog_id: string;
  generated_blog: string;
}

/** An RFC 9457 problem of the service, or the page's own words where the gateway or the network failed. */
export interface Problem {
  title: string;
  detail: string;
  request_id?: string;
  errors?: readonly { field: string; message: string }[];
  generated_blog?: string;
}

export type Outcome =
  | { kind: 'post'; answer: BlogAnswer; location: string }
  /** `mayRetry`: the same order may be sent again. `needsToken`: the token is missing, wrong or expired. */
  | { kind: 'problem'; problem: Problem; mayRetry: boolean; needsToken?: boolean };

/** How an order goes on: the worker writes it, or the connection is lost. */
export type Step = 'accepted' | 'lost';

/** After so many failures of network or gateway in a row, the page stops asking. */
const maxFailures = 10;

/**
 * Sends an order, and follows it to its end. After a lost connection it sends the same key, so that there is one post.
 *
 * @param target the order; once it is accepted, the location of its post
 * @param onStep called with each step; with the location of the post once the order is accepted
 */
export async function follow(
  target: Order | string,
  onStep: (step: Step, location?: string) => void,
): Promise<Outcome> {
  let asked = target;
  for (let failures = 0; ; ) {
    const response = await ask(asked);
    if (response === undefined || isTransient(response)) {
      failures += 1;
      if (failures >= maxFailures) return gatewayProblem(response);
      onStep('lost');
      await wait(retryAfterMs(response) ?? Math.min(1_000 * 2 ** (failures - 1), 15_000));
      continue;
    }
    failures = 0;
    const location = placeOf(response);
    if (response.status === 200) return { kind: 'post', answer: response.json, location };
    if (response.status !== 202) return problemOf(response);
    asked = location;
    onStep('accepted', location);
    await wait(retryAfterMs(response) ?? 5_000);
  }
}

/** The post as its page shows it, with the line about it; `undefined` if that cannot be read. */
export async function readPage(location: string): Promise<Iterable<Node> | undefined> {
  try {
    const response = await fetch(location, { headers: { accept: 'text/html', ...authorization() } });
    if (!response.ok) return undefined;
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    return page.querySelector('main')?.childNodes;
  } catch {
    return undefined;
  }
}

interface Answer {
  status: number;
  isProblem: boolean;
  headers: Headers;
  // What the contract says of each status.
  // biome-ignore lint/suspicious/noExplicitAny: the shape follows from the status, which the callers look at.
  json: any;
}

function ask(target: Order | string): Promise<Answer | undefined> {
  if (typeof target === 'string') return request(target, { headers: { accept: 'application/json' } });
  const headers = { 'content-type': 'application/json', 'idempotency-key': target.key };
  return request(action, { method: 'POST', headers, body: JSON.stringify(target.body) });
}

/** @returns `undefined` if there was no complete answer */
async function request(
  path: string,
  init: RequestInit & { headers: Record<string, string> },
): Promise<Answer | undefined> {
  try {
    const response = await fetch(path, { ...init, headers: { ...init.headers, ...authorization() } });
    const isProblem = response.headers.get('content-type') === 'application/problem+json';
    return { status: response.status, isProblem, headers: response.headers, json: await response.json() };
  } catch {
    return undefined;
  }
}

function authorization(): { authorization?: string } {
  const token = tokenField?.value.trim() ?? '';
  return token === '' ? {} : { authorization: `Bearer ${token.replace(/^bearer\s+/i, '')}` };
}

/** The gateway's own answer, which says nothing about the order: a timeout, a crash or throttling. */
function isTransient({ status, isProblem }: Answer): boolean {
  return !isProblem && (status >= 500 || status === 429);
}

function placeOf({ headers, json }: Answer): string {
  return headers.get('location') ?? `${action}/${encodeURIComponent(json.blog_id)}`;
}

function retryAfterMs(response: Answer | undefined): number | undefined {
  const seconds = Number(response?.headers.get('retry-after') ?? Number.NaN);
  return seconds >= 0 ? Math.min(seconds, 60) * 1_000 : undefined;
}

function problemOf({ status, isProblem, json }: Answer): Outcome {
  if (isProblem) return { kind: 'problem', problem: json, mayRetry: status === 429 || status >= 500 };
  const needsToken = status === 401 || status === 403;
  const problem = needsToken
    ? {
        title: 'The access token was not accepted',
        detail:
          'It is missing, wrong or expired. Enter a valid token and try again; the post is written once.',
      }
    : { title: 'The service refused the request', detail: `It answered ${status}: ${json.message}.` };
  return { kind: 'problem', problem, mayRetry: needsToken, needsToken };
}

function gatewayProblem(response: Answer | undefined): Outcome {
  const result = response === undefined ? 'It did not answer' : `It answered ${response.status}`;
  const detail = `${result}. Check your connection and try again; the post is written once.`;
  return { kind: 'problem', problem: { title: 'The service cannot be reached', detail }, mayRetry: true };
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
