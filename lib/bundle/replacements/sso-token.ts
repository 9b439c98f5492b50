import { TokenProviderError } from '@smithy/core/config';

/** In place of the provider of SSO tokens. The chain passes over it, as where there is no SSO session. */
export const fromSso = () => async (): Promise<never> => {
  throw new TokenProviderError(
    'The SSO token provider is not part of this bundle: lib/bundle/trims.ts left it out',
    {
      tryNextLink: true,
    },
  );
};
