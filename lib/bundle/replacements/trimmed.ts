/** The error of a module or function that the bundle left out and that is reached nevertheless. */
export function trimmed(what: string): Error {
  return Object.assign(
    new Error(`${what} is not part of this bundle: lib/bundle/ left it out and says why.`),
    { name: 'TrimmedModuleError' },
  );
}
