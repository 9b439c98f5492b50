import { trimmed } from './trimmed.ts';

/** In place of the headers of signed events. Every signer has one. */
export class HeaderFormatter {
  format(): never {
    throw trimmed("The SDK's signature of events");
  }
}
