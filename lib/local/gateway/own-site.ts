import type { IncomingMessage } from 'node:http';

const ownHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Why a request is refused; `undefined` if it is not. The local service answers its own pages and programs on this
 * machine: a web page of another site must not be able to request posts, by a form, a script, or a name that resolves to
 * 127.0.0.1.
 */
export function findForeignSite({ method, headers }: IncomingMessage): string | undefined {
  const host = headers.host ?? '';
  const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
  if (!ownHosts.has(name)) {
    return `This service answers to localhost and 127.0.0.1; received the host ${JSON.stringify(host)}.`;
  }
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${host}`) {
    return `This service answers its own pages; received a request of ${JSON.stringify(origin)}.`;
  }
  const site = headers['sec-fetch-site'];
  const followsLink = method === 'GET' && headers['sec-fetch-mode'] === 'navigate';
  if ((site === 'cross-site' || site === 'same-site') && !followsLink) {
    return 'This service answers its own pages; received a request of another site.';
  }
  return undefined;
}
