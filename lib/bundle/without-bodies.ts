/** The head of a function, method or constant function, which begins a line and ends in `{`; then its body. */
const definition = (name: string): RegExp =>
  new RegExp(
    String.raw`^([ \t]*)((?:export |const |async |static |function )*${name}(?: = |: )?(?:async )?\([^\n]*\)(?: =>)? \{)\n.*?^\1\}`,
    'ms',
  );

/**
 * The code of a module with functions that throw in place of those that are unused.
 *
 * @param onMissing told the names that the code does not define
 */
export function withoutBodies(
  code: string,
  names: readonly string[],
  onMissing: (name: string) => void,
): string {
  return names.reduce((changed, name) => {
    const stub = changed.replace(
      definition(name),
      (_, indent: string, head: string) => `${indent}${head} throw trimmed(${JSON.stringify(name)}); }`,
    );
    if (stub === changed) onMissing(name);
    return stub;
  }, code);
}
