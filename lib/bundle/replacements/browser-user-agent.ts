import { trimmed } from './trimmed.ts';

export const createUserAgentStringParsingProvider = (): never => {
  throw trimmed("The SDK's user agent of browsers");
};
