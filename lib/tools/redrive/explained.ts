import { BlogFailure } from '../../../lambda/core/errors.ts';
import { CommandError } from '../../command/command-error.ts';
import { readAwsFailure, signIn, signInAgain } from '../aws-failure.ts';

/**
 * Runs a step against AWS.
 *
 * @param doing what the step does, as in "reading the stack BlogWriter"
 * @throws CommandError that says what to do; what is not from AWS unchanged
 */
export async function explained<T>(doing: string, region: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw error instanceof CommandError
      ? error
      : new CommandError(explain(error, doing, region), { cause: error });
  }
}

function explain(error: unknown, doing: string, region: string): string {
  const failed = `${doing.charAt(0).toUpperCase()}${doing.slice(1)} failed`;
  // The functions' adapters keep the error of AWS as the cause.
  const isFailure = error instanceof BlogFailure;
  if (isFailure && error.cause === undefined) return `${failed}: ${error.message}`;
  const { kind, name, message } = readAwsFailure(isFailure ? error.cause : error);
  switch (kind) {
    case 'no-credentials':
      return `No AWS credentials were found (${message}): ${signIn}.`;
    case 'bad-credentials':
      return `AWS does not accept the credentials (${message}): ${signInAgain}.`;
    case 'denied':
      return (
        `AWS denied ${doing} (${message}): use credentials that may, or have these allowed it; ` +
        '"npm run redrive -- --help" lists what is needed.'
      );
    case 'unreachable':
      return `AWS could not be reached in ${region} (${message}): check the network and --region.`;
    default:
      return `${failed}: ${name}: ${message}`;
  }
}
