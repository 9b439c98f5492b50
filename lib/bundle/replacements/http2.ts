import { leftOut } from './left-out.ts';

/** Replaces the SDK's HTTP/2 client: accepts a configured handler, and creates none. */
export class NodeHttp2Handler {
  static create(handler: { handle?: unknown } | undefined): unknown {
    return typeof handler?.handle === 'function' ? handler : new NodeHttp2Handler();
  }

  constructor() {
    throw leftOut("The SDK's HTTP/2 client");
  }
}
