import { CommandError, UsageError } from '../lib/command/command-error.ts';
import { contextOption, runCommand } from '../lib/command/command-line.ts';
import { readProjectSettings } from '../lib/local/project-settings.ts';
import { readCredentials } from '../lib/tools/postman/credentials.ts';
import { readEndpoint } from '../lib/tools/postman/endpoint.ts';
import { newmanPackage, runCollection } from '../lib/tools/postman/newman.ts';

const help = `npm run smoke -- [options] URL

Tests a running endpoint: runs the folder "Smoke test" of docs/postman_collection.json with Postman's own runner
(${newmanPackage}, which npx fetches from npm's registry). It writes one post while it waits and one by the worker,
reads them back, repeats a request with its Idempotency-Key, and sends requests that must be refused. The URL is the
stack's output BlogUrl. It costs about 2 model calls and leaves 2 posts in the bucket.

  --auth none|iam|jwt    how to authenticate (default: the setting auth)
  --token token          the bearer token of --auth jwt; SMOKE_TOKEN keeps it out of the shell's history
  --region name          the Region to sign for with --auth iam (default: that of the URL, or the setting region)
  -c, --context n=value  a setting, as for cdk deploy
  -h, --help             this text

--auth iam signs with your own AWS credentials, which need execute-api:Invoke on the API. With iam and jwt, a
request without credentials must be refused too. The first failure ends the run with exit code 1.`;

const options = {
  auth: { type: 'string' },
  token: { type: 'string' },
  region: { type: 'string' },
  ...contextOption,
} as const;
const command = { name: 'npm run smoke', help, options, takesPositionals: true };

await runCommand(command, async ({ values, positionals }) => {
  const [url, ...others] = positionals;
  if (url === undefined || others.length > 0) {
    throw new UsageError(
      'Supply one URL: npm run smoke -- https://abc123.execute-api.us-east-2.amazonaws.com/blog',
    );
  }
  const endpoint = readEndpoint(url);
  const settings = await readProjectSettings(values.context);
  const credentials = await readCredentials({ ...values, endpoint, settings, environment: process.env });
  console.log(
    `Smoke test of ${endpoint.base}/blog (auth ${credentials.variables.auth}). It costs about 2 model calls and leaves 2 posts.`,
  );
  const passed = await runCollection({
    baseUrl: endpoint.base,
    credentials,
    folder: 'Smoke test',
    environment: process.env,
    onFetch: (line) => console.error(line),
  });
  if (!passed) {
    throw new CommandError(
      'The endpoint did not pass: the failure above says what it answered, or why it was not reached.',
    );
  }
  console.log('The endpoint passed.');
});
