import { GetAccountSettingsCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Settings } from '../../settings/settings.ts';
import { answerLimit } from './clients.ts';
import { type Finding, fail, pass, warn } from './finding.ts';

/** What a new account starts with; Lambda leaves no account with less that is not reserved. */
const newAccountConcurrency = 10;
/** Lambda keeps so much unreserved in an account that has more. */
const keptUnreserved = 100;
const askForMore =
  'ask for more in Service Quotas: AWS Lambda, "Concurrent executions" (L-B99A9384), which takes AWS a day or so';

/** How many requests the account can work on at once, and whether `workerReservedConcurrency` is left to reserve. */
export async function checkConcurrency(
  client: LambdaClient,
  { region, workerReservedConcurrency: reserved = 0 }: Pick<Settings, 'region' | 'workerReservedConcurrency'>,
): Promise<Finding> {
  const { AccountLimit = {} } = await client.send(new GetAccountSettingsCommand({}), answerLimit());
  const { ConcurrentExecutions: limit, UnreservedConcurrentExecutions: unreserved } = AccountLimit;
  if (limit === undefined || unreserved === undefined) {
    return warn('not checked: Lambda returned no limit of the account', 'check in Service Quotas');
  }
  const found = `${limit} Lambda runs at once in ${region}, ${unreserved} of them unreserved`;
  if (reserved > limit - newAccountConcurrency) {
    return fail(
      `${found}: workerReservedConcurrency=${reserved} cannot be reserved`,
      `lower it, or ${askForMore}`,
    );
  }
  if (limit <= newAccountConcurrency || unreserved <= newAccountConcurrency) {
    return warn(`${found}: more requests than that at once are turned away`, askForMore);
  }
  if (reserved > 0 && unreserved - reserved < keptUnreserved) {
    return warn(
      `${found}: workerReservedConcurrency=${reserved} may not fit, as Lambda keeps ${keptUnreserved} unreserved`,
      `it fits where the stack has it reserved already; else lower it, or ${askForMore}`,
    );
  }
  return pass(found);
}
