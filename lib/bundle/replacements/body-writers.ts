import { leftOut } from './left-out.ts';

/** In place of the writers of JSON and XML: passes on a body that is a text or bytes, and writes none itself. */
class BodyWriter {
  #body: unknown;

  setSerdeContext(): void {}

  write(_schema: unknown, body: unknown): void {
    if (typeof body !== 'string' && !(body instanceof Uint8Array)) {
      throw leftOut("The SDK's writer of request bodies");
    }
    this.#body = body;
  }

  flush(): unknown {
    const body = this.#body;
    this.#body = undefined;
    return body;
  }
}

export { BodyWriter as JsonShapeSerializer2, BodyWriter as XmlShapeSerializer };
