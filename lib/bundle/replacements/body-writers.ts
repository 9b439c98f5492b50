import { leftOut } from './left-out.ts';

/** Replaces the JSON and XML serializers: passes a string or bytes through, and serializes nothing. */
class BodyWriter {
  #body: unknown;

  setSerdeContext(): void {}

  write(_schema: unknown, body: unknown): void {
    if (typeof body !== 'string' && !(body instanceof Uint8Array)) {
      throw leftOut("The SDK's serializer of request bodies");
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
