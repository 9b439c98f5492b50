import { randomUUID } from 'node:crypto';

/** The same UUID from `node:crypto`: the global `crypto` makes Node load all of Web Crypto. */
export const bindV4 = () => (): string => randomUUID();
