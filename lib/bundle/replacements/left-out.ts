/** The error for the use of a module that is not in the bundles. @param what the subject of the sentence */
export function leftOut(what: string): Error {
  return Object.assign(
    new Error(`${what} is not part of this bundle; lib/bundle/replacements.ts says why.`),
    { name: 'ModuleLeftOutError' },
  );
}
