/** The deployed functions: each is `lambda/<name>.ts`. */
export const deployedFunctions = ['post-blog', 'write-blog', 'get-blog'] as const;
export type FunctionName = (typeof deployedFunctions)[number];

/** The functions that call a model. */
export const writers = ['post-blog', 'write-blog'] as const;

/** How a value reaches a function. */
export interface Variable<Name extends FunctionName = FunctionName> {
  /** The environment variable. Lambda itself sets those that begin with `AWS_`. */
  readonly variable: string;
  /** The functions that read it. */
  readonly readBy: readonly Name[];
  /** The value that a function uses if the variable is not set. @default - the setting's default */
  readonly whenUnset?: unknown;
}

/** Adds to each entry its readers and, unless the entry has one, its variable: `deadlineMs` is `DEADLINE_MS`. */
export function readBy<const Name extends FunctionName, Table extends Record<string, object>>(
  functions: readonly Name[],
  table: Table,
): { readonly [Field in keyof Table]: Table[Field] & Variable<Name> } {
  const entries = Object.entries(table).map(([field, entry]) => {
    const variable = field.replace(/[A-Z]/g, '_$&').toUpperCase();
    return [field, { variable, readBy: functions, ...entry }];
  });
  return Object.fromEntries(entries);
}
