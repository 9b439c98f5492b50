import { createHash, randomUUID } from 'node:crypto';

/** A text that is different each time. */
export const newNonce = (): string => randomUUID();

/** SHA-256 in hexadecimal. */
export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
