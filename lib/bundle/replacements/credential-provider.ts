/**
 * Replaces the credential providers that read files, start processes or call other services. The provider chain skips
 * it, and fails with its usual error if no provider finds credentials.
 */
throw Object.assign(
  new Error('No credentials: this provider is not bundled; lib/bundle/replacements.ts says why.'),
  { name: 'CredentialsProviderError', tryNextLink: true },
);

export {};
