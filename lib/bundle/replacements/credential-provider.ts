/**
 * In place of the credential providers that read files, start processes or ask other services. Who loads one is the
 * chain of providers, which passes over it, and ends in the error that it ends in where no provider finds any.
 */
throw Object.assign(
  new Error(
    'This credential provider is not part of this bundle: lib/bundle/trims.ts left it out and says why.',
  ),
  { name: 'CredentialsProviderError', tryNextLink: true },
);

export {};
