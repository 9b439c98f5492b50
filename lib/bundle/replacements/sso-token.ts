/** Replaces the provider of SSO tokens. The chain skips it, as it does without an SSO session. */
export const fromSso = () => async (): Promise<never> => {
  throw Object.assign(
    new Error('No SSO token: its provider is not bundled; lib/bundle/replacements.ts says why.'),
    { name: 'TokenProviderError', tryNextLink: true },
  );
};
