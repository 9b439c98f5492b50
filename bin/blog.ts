import { join } from 'node:path';
import { CommandError, exitCode } from '../lib/command/command-error.ts';
import { contextOption, runCommand } from '../lib/command/command-line.ts';
import { printable } from '../lib/command/printable.ts';
import { showProgress } from '../lib/command/progress-line.ts';
import { fieldsHelp, orderOptions, readBlogOrder } from '../lib/local/blog-arguments.ts';
import { orderBlog } from '../lib/local/blog-client.ts';
import { startLocalService } from '../lib/local/local-service.ts';
import { chooseModelSource } from '../lib/local/models/model-source.ts';
import { readProjectSettings } from '../lib/local/project-settings.ts';
import { createTerminalLog } from '../lib/local/terminal-log.ts';

const help = `npm run blog -- [options] "topic"

Sends one POST /blog to the local service, and prints the answer and the path of the file. If the answer is 202,
it waits for the post.

${fieldsHelp}
  --async                let the worker write the post (Prefer: respond-async)
  --idempotency-key key  the same key and request return the same post
  --json                 print only the JSON of the answer, unchanged
  -c, --context n=value  a setting, as for cdk deploy
  -h, --help             this text

MODEL_URL, MODEL_NAME, MODEL_API_KEY and BEDROCK choose the model, as for npm start. If the post fails because of the
service, the log follows, in the format of LOG_FORMAT.`;

const options = { ...orderOptions, json: { type: 'boolean' }, ...contextOption } as const;
const command = { name: 'npm run blog', help, options, takesPositionals: true };

await runCommand(command, async ({ values, positionals }) => {
  const { json, context, ...ordered } = values;
  const order = readBlogOrder({ values: ordered, positionals });
  let logged = '';
  const log = createTerminalLog(process.env.LOG_FORMAT, (text) => (logged += text));
  const settings = await readProjectSettings(context);
  const model = await chooseModelSource(process.env, settings, (text) => console.error(printable(text)));
  const givenUp = new AbortController();
  const service = await startLocalService({
    settings,
    model,
    onLog: log.write,
    onFailedJob: () => givenUp.abort(new CommandError(`The post could not be written. The log:\n${logged}`)),
  });
  const progress = json
    ? undefined
    : showProgress('The post is being written', process.stderr, model.progress);
  try {
    const { request, response } = await orderBlog(service.url, order, {
      signal: givenUp.signal,
      onPromise: (path) => progress?.say(`POST /blog answered 202: the post will be at ${path}`),
    });
    const { status, ok } = response;
    const text = await response.text();
    progress?.end();
    if (!ok) process.exitCode = exitCode.failed;
    if (json) return console.log(printable(text));
    const body = JSON.parse(text);
    print(`${request} answered ${status}`, body, model.describe());
    if (status >= 500) console.error(`\nThe log of the functions:\n${logged}`);
    else if (ok) console.log(`\nSaved as ${join(service.bucketDir, body.s3_key)}`);
  } finally {
    progress?.end();
    await service.close();
  }
});

function print(outcome: string, body: Record<string, unknown>, model: string): void {
  const { generated_blog: post, ...others } = body;
  if (typeof post === 'string') console.log(printable(`${post}\n`));
  const line = `${outcome}${typeof post === 'string' ? ', with the post above as generated_blog' : ''}:`;
  console.log(printable(`${line}\n${JSON.stringify(others, null, 2)}\n\nModel: ${model}`));
}
