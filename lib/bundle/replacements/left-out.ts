/** The error of a module that is not in the bundles and is reached nevertheless. @param what as a sentence's subject */
export function leftOut(what: string): Error {
  return Object.assign(
    new Error(`${what} is not part of this bundle: lib/bundle/replacements.ts left it out and says why.`),
    { name: 'ModuleLeftOutError' },
  );
}
