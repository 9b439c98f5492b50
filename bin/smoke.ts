import { styleText } from 'node:util';
import { exitCode, UsageError } from '../lib/command/command-error.ts';
import { contextOption, runCommand } from '../lib/command/command-line.ts';
import { readProjectSettings } from '../lib/local/project-settings.ts';
import { readEndpoint } from '../lib/tools/smoke/endpoint.ts';
import { readAuthorizer } from '../lib/tools/smoke/read-authorizer.ts';
import { formatStep, isKept, summarize } from '../lib/tools/smoke/report.ts';
import { modelCallsOfASmokeTest, smoke } from '../lib/tools/smoke/smoke.ts';

const help = `npm run smoke -- [options] URL

Checks a running endpoint against the HTTP contract: has a post written while it waits and another one by the
worker, reads them back, repeats a request under its Idempotency-Key, and asks for what is to be refused. The URL
is the output BlogUrl of the deploy. It costs about ${modelCallsOfASmokeTest} model calls and leaves ${modelCallsOfASmokeTest} posts in the bucket.

  --auth none|iam|jwt    how to ask (default: the setting auth)
  --token token          the bearer token of --auth jwt; SMOKE_TOKEN keeps it out of the shell's history
  --region name          the Region to sign for with --auth iam (default: that of the URL, or the setting region)
  --wait seconds         how long a promised post may take (default: 180)
  -c, --context n=value  a setting, as for cdk deploy
  -h, --help             this text

--auth iam signs with your own AWS credentials, which need execute-api:Invoke on the API.
The exit code is 1 where the contract is not kept.`;

const colors = { kept: 'green', broken: 'red', skipped: 'dim' } as const;

const options = {
  auth: { type: 'string' },
  token: { type: 'string' },
  region: { type: 'string' },
  wait: { type: 'string' },
  ...contextOption,
} as const;
const command = { name: 'npm run smoke', help, options, takesPositionals: true };

await runCommand(command, async ({ values, positionals }) => {
  const [url, ...others] = positionals;
  if (url === undefined || others.length > 0) {
    throw new UsageError(
      'Give one URL: npm run smoke -- https://abc123.execute-api.us-east-2.amazonaws.com/blog',
    );
  }
  const endpoint = readEndpoint(url);
  const waitMs = readWaitMs(values.wait);
  const settings = await readProjectSettings(values.context);
  const { auth, token, region } = values;
  const asking = await readAuthorizer({ auth, token, region, endpoint, settings, environment: process.env });

  console.log(
    `Smoke test of ${endpoint.base}/blog (auth ${asking.auth}). ` +
      `It costs about ${modelCallsOfASmokeTest} model calls and leaves ${modelCallsOfASmokeTest} posts.\n`,
  );
  const results = await smoke({
    base: endpoint.base,
    authorize: asking.authorize,
    needsCredentials: asking.auth !== 'none',
    waitMs,
    // styleText leaves the colours out for NO_COLOR and where nobody looks.
    onStep: (step) =>
      console.log(
        formatStep(step, (outcome, text) => styleText(colors[outcome], text, { stream: process.stdout })),
      ),
  });
  console.log(`\n${summarize(results)}`);
  if (!isKept(results)) process.exitCode = exitCode.failed;
});

function readWaitMs(given = '180'): number {
  if (/^\d{1,4}$/.test(given)) return Number(given) * 1_000;
  throw new UsageError(`--wait takes a whole number of seconds; received ${JSON.stringify(given)}`);
}
