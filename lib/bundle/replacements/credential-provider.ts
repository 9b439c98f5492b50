/**
 * In place of the credential providers that read files, start processes or ask other services. The chain of providers
 * that imports one passes over it, and ends in the error that it ends in where no provider finds any.
 */
throw Object.assign(
  new Error('No credentials: lib/bundle/replacements.ts left this provider out and says why.'),
  { name: 'CredentialsProviderError', tryNextLink: true },
);

export {};
