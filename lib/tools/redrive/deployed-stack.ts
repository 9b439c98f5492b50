import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CommandError } from '../../command/command-error.ts';
import { stackOutputs } from '../../stack/stack-names.ts';
import { explained } from './explained.ts';

/** The parts of a deployed stack that are needed to run jobs again, by its outputs. @throws CommandError that says what to do */
export async function findDeployedStack(client: CloudFormationClient, stackName: string, region: string) {
  const outputs = await explained(`reading the stack ${stackName}`, region, async () => {
    try {
      const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
      return new Map(Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
    } catch (error) {
      if (!isMissing(error)) throw error;
      throw new CommandError(
        `There is no stack ${stackName} in ${region}: deploy it with "npx cdk deploy", or select another with --stack and --region.`,
      );
    }
  });
  const read = (name: string): string => {
    const value = outputs.get(name);
    if (value) return value;
    throw new CommandError(
      `The stack ${stackName} in ${region} has no output ${name}: deploy this version of it with "npx cdk deploy".`,
    );
  };
  return {
    bucket: read(stackOutputs.bucketName),
    queueUrl: read(stackOutputs.failedJobsQueueUrl),
    workerFunctionName: read(stackOutputs.workerFunctionName),
  };
}

/** CloudFormation has no specific error for this. */
function isMissing(error: unknown): boolean {
  return (
    error instanceof Error && error.name === 'ValidationError' && error.message.includes('does not exist')
  );
}
