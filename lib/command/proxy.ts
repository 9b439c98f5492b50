import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import { UsageError } from './command-error.ts';

const loopback = ['localhost', '127.0.0.1', '::1'];

/** The proxy variables of an environment, in their own spelling. */
export function proxyVariables(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const found = Object.entries(environment).flatMap(([name, value]) =>
    /^(?:https?|no)_proxy$/i.test(name) && value ? [[name, value] as const] : [],
  );
  return Object.fromEntries(found);
}

/**
 * Sends HTTPS requests through the environment's `HTTPS_PROXY`, also those of the AWS SDK, whose agents Node gives no
 * proxy. Requests to this machine are sent directly, also with `NODE_USE_ENV_PROXY`, here and in child processes. Call it
 * once, before any agent is made.
 *
 * @param environment of this process or thread; its `NO_PROXY` is extended
 * @throws UsageError for a proxy that is not a URL
 * @see https://nodejs.org/docs/latest-v24.x/api/http.html#built-in-proxy-support
 */
export function useProxy(environment: NodeJS.ProcessEnv): void {
  const proxies = Object.entries(proxyVariables(environment)).filter(([name]) => !/^no_proxy$/i.test(name));
  if (proxies.length === 0) return;
  for (const [name, url] of proxies) assertUsable(name, url);
  keepLoopbackDirect(environment);
  const proxyEnv = proxyVariables(environment);
  if (environment.NODE_USE_ENV_PROXY === '1') http.setGlobalProxyFromEnv(proxyEnv);
  const { Agent } = https;
  Object.assign(https, {
    Agent: class extends Agent {
      constructor(options?: https.AgentOptions) {
        super({ proxyEnv, ...options });
      }
    },
  });
  syncBuiltinESMExports();
}

/** Node ignores a URL that it cannot use. It may contain a password, so the message does not repeat it. */
function assertUsable(name: string, url: string): void {
  if (['http:', 'https:'].includes(URL.parse(url)?.protocol ?? '')) return;
  throw new UsageError(
    `${name} is not the URL of an HTTP proxy: supply one such as http://proxy.example.com:8080, or unset it.`,
  );
}

/** If both spellings are set, Node and other programs differ in which one they use. */
function keepLoopbackDirect(environment: NodeJS.ProcessEnv): void {
  const listed = environment.no_proxy || environment.NO_PROXY || '';
  const all = [...new Set([...listed.split(/[\s,]+/).filter((host) => host !== ''), ...loopback])].join(',');
  environment.NO_PROXY = all;
  environment.no_proxy = all;
}
