import { trimmed } from './trimmed.ts';

/** In place of the writer of JSON bodies: hands on a body that is a text or bytes, and writes none itself. */
export class JsonShapeSerializer2 {
  #body: unknown;

  setSerdeContext(): void {}

  write(_schema: unknown, body: unknown): void {
    if (typeof body !== 'string' && !(body instanceof Uint8Array)) {
      throw trimmed("The SDK's writer of JSON");
    }
    this.#body = body;
  }

  flush(): unknown {
    const body = this.#body;
    this.#body = undefined;
    return body;
  }
}
