/** The deployed functions: each is `lambda/<name>.ts`. */
export const deployedFunctions = ['post-blog', 'write-blog', 'get-blog'] as const;
export type FunctionName = (typeof deployedFunctions)[number];

/** How a value reaches a function. */
export interface Variable {
  /** The environment variable. Those that begin with `AWS_` are set by Lambda itself. */
  readonly variable: string;
  /** The functions that read it. */
  readonly readBy: readonly FunctionName[];
  /** What a function goes by where the variable is not set. @default - the setting's default */
  readonly whenUnset?: unknown;
}

/** The functions that call a model. */
export const writers = ['post-blog', 'write-blog'] as const;
