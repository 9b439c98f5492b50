import { contextOption, runCommand } from '../lib/command/command-line.ts';
import { endOnSignal } from '../lib/command/end-signals.ts';
import { readNumberOption } from '../lib/command/number-option.ts';
import { printable } from '../lib/command/printable.ts';
import { showStatusLine } from '../lib/command/status-line.ts';
import { startLocalService } from '../lib/local/local-service.ts';
import { chooseModelSource } from '../lib/local/models/model-source.ts';
import { describeWriting } from '../lib/local/models/writing-watch.ts';
import { readProjectSettings } from '../lib/local/project-settings.ts';
import { createTerminalLog } from '../lib/local/terminal-log.ts';

const help = `npm start [-- -c name=value]

Serves the page, POST /blog and GET /blog/<blog_id> on 127.0.0.1, with the deployed code and stand-ins for the
AWS services, and prints a line for each request. Ctrl-C stops it; a second Ctrl-C stops it at once.

  PORT=3000              the port
  MODEL_URL=http://…     a model on this machine: Ollama, llama.cpp's server, LM Studio, vLLM, mlx_lm, …
  MODEL_NAME=…           which of its models (default: the first that can write)
  MODEL_API_KEY=…        the server's key, if it needs one
  BEDROCK=aws            Amazon Bedrock, with your own AWS credentials or AWS_BEARER_TOKEN_BEDROCK
  LOG_FORMAT=json        the functions' logs and metrics as in AWS, and a JSON line for each request
  -c, --context n=value  a setting, as for cdk deploy
  -h, --help             this text`;

await runCommand({ name: 'npm start', help, options: contextOption }, async ({ values }) => {
  const settings = await readProjectSettings(values.context);
  const port = readNumberOption('PORT', process.env.PORT || undefined, {
    default: 3000,
    min: 0,
    max: 65_535,
  });
  const log = createTerminalLog(process.env.LOG_FORMAT, (text) => process.stderr.write(text));
  const model = await chooseModelSource(process.env, settings, (text) => console.error(printable(text)));
  const service = await startLocalService({
    settings,
    model,
    port,
    onLog: log.write,
    onAnswer: log.answered,
  });

  const describeNow = (): string | undefined =>
    describeWriting(service.writingSince(), Date.now(), model.progress());
  const status = showStatusLine(describeNow, process.stderr, { exitsOnSignal: false });
  endOnSignal(() => {
    status.end();
    const { pendingJobs } = service;
    if (pendingJobs > 0) {
      console.error(
        `Ended with ${pendingJobs === 1 ? 'a post' : `${pendingJobs} posts`} still being written.`,
      );
    }
    void service.close();
  });

  const order = `curl -d '{"blog_topic":"What is Diffusion Model and GANs"}' ${service.url}/blog`;
  console.log(`The blog writer is ready: ${service.pageUrl ?? `${service.url}/blog`}

  post   POST ${service.url}/blog
  model  ${printable(model.describe())}
  files  ${service.bucketDir}/blog_output/
  try    ${order}
  async  ${order} -H 'Prefer: respond-async'
  read   curl ${service.url}/blog/<blog_id>

Ctrl-C ends it.`);
});
