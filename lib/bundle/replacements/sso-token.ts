/** In place of the provider of SSO tokens. The chain passes over it, as it does where there is no SSO session. */
export const fromSso = () => async (): Promise<never> => {
  throw Object.assign(
    new Error('No SSO token: lib/bundle/replacements.ts left its provider out and says why.'),
    { name: 'TokenProviderError', tryNextLink: true },
  );
};
