import { trimmed } from './trimmed.ts';

/** In place of the writer of XML bodies. Every S3 client has one, which the operations on objects never ask. */
export class XmlShapeSerializer {
  setSerdeContext(): void {}

  write(): never {
    throw trimmed("The SDK's writer of XML");
  }

  flush(): never {
    return this.write();
  }
}
