import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { answerLimit } from './clients.ts';
import { type Finding, fail, pass } from './finding.ts';

/** `requiresBootstrapStackVersion` in the stack's manifest, which a test compares. */
export const bootstrapVersion = 6;
/** The context with the qualifier of the bootstrap, if it is not the CDK's default. */
export const qualifierContext = '@aws-cdk/core:bootstrapQualifier';
/** The CDK's default. */
export const defaultQualifier = 'hnb659fds';

/** Whether `cdk bootstrap` was run in the account and Region, by the parameter that the stack's template reads too. */
export async function checkBootstrap(
  client: SSMClient,
  account: string,
  region: string,
  qualifier: string,
): Promise<Finding> {
  const name = `/cdk-bootstrap/${qualifier}/version`;
  // Under the same stack name, a bootstrap with another qualifier would replace the first.
  const own =
    qualifier === defaultQualifier
      ? ''
      : ` --qualifier ${qualifier} --toolkit-stack-name CDKToolkit-${qualifier}`;
  const next = `run "npx cdk bootstrap aws://${account}/${region}${own}"`;
  let version: string | undefined;
  try {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: name }), answerLimit());
    version = Parameter?.Value;
  } catch (error) {
    if (error instanceof Error && error.name === 'ParameterNotFound') {
      return fail(`there is no parameter ${name} in ${region}`, next);
    }
    throw error;
  }
  const found = Number(version);
  if (version === undefined || !Number.isInteger(found)) {
    return fail(`the parameter ${name} in ${region} holds no version`, next);
  }
  return found < bootstrapVersion
    ? fail(`the bootstrap is of version ${found} (${name}), and ${bootstrapVersion} is needed`, next)
    : pass(`the bootstrap is of version ${found} (${bootstrapVersion} is needed)`);
}
