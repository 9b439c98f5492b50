/** The error of a class that an action throws. @throws Error if it throws nothing @throws any other error of the action */
export function thrownBy<T extends Error>(
  errorClass: abstract new (...args: never[]) => T,
  action: () => unknown,
): T {
  try {
    action();
  } catch (error) {
    if (error instanceof errorClass) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
