import { trimmed } from './trimmed.ts';

export const createBufferedReadable = (): never => {
  throw trimmed("The SDK's buffering of streams that are sent");
};
