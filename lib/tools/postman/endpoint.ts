import { UsageError } from '../../command/command-error.ts';

const regionOfHost = /\.execute-api\.([a-z0-9-]+)\.[a-z0-9.-]+$/;

/** A deployed service, or a local one. */
export interface Endpoint {
  /** The URL before `/blog`, without a slash at its end. */
  readonly base: string;
  /** Whether requests can be read in transit. */
  readonly isPlain: boolean;
  /** The Region in the name of an API Gateway endpoint; a custom domain has none. */
  readonly region?: string;
}

/** Reads the URL as in the output `BlogUrl`, with or without the final `/blog`. @throws UsageError */
export function readEndpoint(text: string): Endpoint {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.username) {
    throw new UsageError(
      `${JSON.stringify(text)} is not the URL of an endpoint: supply the output BlogUrl of the deploy, such as ` +
        'https://abc123.execute-api.us-east-2.amazonaws.com/blog',
    );
  }
  const region = regionOfHost.exec(url.hostname)?.[1];
  const isLoopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  return {
    base: `${url.origin}${url.pathname.replace(/\/+$/, '').replace(/\/blog$/, '')}`,
    isPlain: url.protocol === 'http:' && !isLoopback,
    ...(region !== undefined && { region }),
  };
}
