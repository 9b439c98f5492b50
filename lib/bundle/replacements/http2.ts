import { leftOut } from './left-out.ts';

/** In place of the SDK's HTTP/2 client: takes a handler that is given, and makes none of its own. */
export class NodeHttp2Handler {
  static create(handler: { handle?: unknown } | undefined): unknown {
    return typeof handler?.handle === 'function' ? handler : new NodeHttp2Handler();
  }

  constructor() {
    throw leftOut("The SDK's HTTP/2 client");
  }
}
