import { exitCode } from '../lib/command/command-error.ts';
import { contextOption, runCommand } from '../lib/command/command-line.ts';
import { readProjectContext } from '../lib/local/project-settings.ts';
import { readSettings } from '../lib/settings/settings.ts';
import { qualifierContext } from '../lib/tools/preflight/check-bootstrap.ts';
import { formatFinding, isReady, summarize } from '../lib/tools/preflight/finding.ts';
import { preflight } from '../lib/tools/preflight/preflight.ts';

const help = `npm run preflight [-- -c name=value]

Checks before a deploy what would otherwise fail at run time, and says what to do: credentials, the model and the
form of its id, access to it, Lambda's concurrency, the model's quota and the CDK bootstrap. It changes nothing. It
makes one model call of one token, which costs a fraction of a cent.

  -c, --context n=value  a setting, as for cdk deploy
  -h, --help             this text

It uses your own AWS credentials, and these permissions: bedrock:GetFoundationModel,
bedrock:GetInferenceProfile, bedrock:ListInferenceProfiles, bedrock:InvokeModel on the model (and
bedrock:ApplyGuardrail on the guardrail, if one is set), lambda:GetAccountSettings,
servicequotas:ListServiceQuotas, servicequotas:ListAWSDefaultServiceQuotas, and ssm:GetParameter on the
version of the CDK bootstrap. A missing permission is a warning, not a failure.`;

await runCommand({ name: 'npm run preflight', help, options: contextOption }, async ({ values }) => {
  const context = await readProjectContext(values.context);
  const settings = readSettings(context);
  const qualifier = context[qualifierContext];
  console.log(
    `Preflight of ${settings.stackName} in ${settings.region} with ${settings.modelId}. ` +
      'One model call of one token costs a fraction of a cent.\n',
  );
  const findings = await preflight({
    settings,
    bootstrapQualifier: typeof qualifier === 'string' ? qualifier : undefined,
    onFinding: (finding) => console.log(formatFinding(finding)),
  });
  console.log(`\n${summarize(findings)}`);
  if (!isReady(findings)) process.exitCode = exitCode.failed;
});
