import { exitCode } from '../lib/command/command-error.ts';
import { contextOption, runCommand } from '../lib/command/command-line.ts';
import { printable } from '../lib/command/printable.ts';
import { readProjectSettings, readSettingOption } from '../lib/local/project-settings.ts';
import { readAction } from '../lib/tools/redrive/action.ts';
import { redrive } from '../lib/tools/redrive/redrive.ts';

const help = `npm run redrive [-- options]

Lists the failed jobs of a deployed stack, and runs them again.

  (no option)            list each failed job: since when, why, and its current state
  --run <blog_id> …      run these again, with up to three new model calls each
  --all                  run all again; jobs that are done by now are dropped
  --drop <blog_id> …     forget these: delete their messages from the queue
  --stack name           the stack (default: the setting stackName)
  --region name          its Region (default: the setting region)
  -c, --context n=value  a setting, as for cdk deploy
  -h, --help             this text

It uses your own AWS credentials, which need cloudformation:DescribeStacks on the stack, sqs:ReceiveMessage,
sqs:ChangeMessageVisibility and sqs:DeleteMessage on its queue, s3:GetObject and s3:PutObject on its bucket's
objects, s3:ListBucket on the bucket, and lambda:InvokeFunction on its worker.`;

const options = {
  run: { type: 'boolean' },
  all: { type: 'boolean' },
  drop: { type: 'boolean' },
  stack: { type: 'string' },
  region: { type: 'string' },
  ...contextOption,
} as const;
const command = { name: 'npm run redrive', help, options, takesPositionals: true };

await runCommand(command, async ({ values, positionals }) => {
  const action = readAction(values, positionals);
  const settings = await readProjectSettings(values.context);
  const settled = await redrive({
    action,
    stackName: readSettingOption('--stack', values.stack) ?? settings.stackName,
    region: readSettingOption('--region', values.region) ?? settings.region,
    print: (text) => console.log(printable(text)),
  });
  if (!settled) process.exitCode = exitCode.failed;
});
