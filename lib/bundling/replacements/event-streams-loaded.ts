/** In place of the event streams where an operation has one, which ours have not. */
throw Object.assign(
  new Error(
    "The SDK's event streams are not part of this bundle: lib/bundling/trims.ts left them out and says why.",
  ),
  { name: 'TrimmedModuleError' },
);

export {};
