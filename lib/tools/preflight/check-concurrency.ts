import { GetAccountSettingsCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Settings } from '../../settings/settings.ts';
import { answerLimit } from './clients.ts';
import { type Finding, fail, pass, warn } from './finding.ts';

/** The concurrency of a new account, and the least that Lambda keeps unreserved in any account. */
const newAccountConcurrency = 10;
/** What Lambda keeps unreserved in an account that has more. */
const keptUnreserved = 100;
const askForMore =
  'ask for more in Service Quotas: AWS Lambda, "Concurrent executions" (L-B99A9384); AWS takes about a day';

/** How many requests the account can handle at once, and whether `workerReservedConcurrency` can be reserved. */
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
    return warn(`${found}: more concurrent requests than that are rejected`, askForMore);
  }
  if (reserved > 0 && unreserved - reserved < keptUnreserved) {
    return warn(
      `${found}: workerReservedConcurrency=${reserved} may not fit, as Lambda keeps ${keptUnreserved} unreserved`,
      `it fits if the stack has reserved it already; otherwise lower it, or ${askForMore}`,
    );
  }
  return pass(found);
}
