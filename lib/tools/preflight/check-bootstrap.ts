import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { toFinding } from './aws-failure.ts';
import { answerLimit } from './clients.ts';
import { type Finding, fail, pass } from './finding.ts';

/** What the stack's synthesizer asks for: `requiresBootstrapStackVersion` in its manifest, which a test compares. */
export const bootstrapVersion = 6;
const toolkitStack = 'CDKToolkit';

/** Whether `cdk bootstrap` was run in the account and Region, by the output it leaves. */
export async function checkBootstrap(
  client: CloudFormationClient,
  account: string,
  region: string,
): Promise<Finding> {
  const next = `run "npx cdk bootstrap aws://${account}/${region}"`;
  let version: string | undefined;
  try {
    const { Stacks } = await client.send(
      new DescribeStacksCommand({ StackName: toolkitStack }),
      answerLimit(),
    );
    version = Stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'BootstrapVersion')?.OutputValue;
  } catch (error) {
    if (isMissing(error)) return fail(`there is no stack ${toolkitStack} in ${region}`, next);
    return toFinding(error, 'cloudformation:DescribeStacks', region);
  }
  const found = Number(version);
  if (version === undefined || !Number.isInteger(found)) {
    return fail(`the stack ${toolkitStack} in ${region} names no version`, next);
  }
  return found < bootstrapVersion
    ? fail(`the stack ${toolkitStack} is of version ${found}, and ${bootstrapVersion} is needed`, next)
    : pass(`the stack ${toolkitStack} is of version ${found} (${bootstrapVersion} is needed)`);
}

/** CloudFormation has no error of its own for it. */
function isMissing(error: unknown): boolean {
  return (
    error instanceof Error && error.name === 'ValidationError' && error.message.includes('does not exist')
  );
}
