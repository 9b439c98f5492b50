import { trimmed } from './trimmed.ts';

/** In place of the retry mode `adaptive`. */
export class AdaptiveRetryStrategy {
  constructor() {
    throw trimmed('The SDK\'s retry mode "adaptive"');
  }
}
