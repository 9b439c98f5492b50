import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '../core/clock.ts';

/** The system clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/** A random UUID. */
export const newNonce = (): string => randomUUID();

/** SHA-256 in hexadecimal. */
export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
