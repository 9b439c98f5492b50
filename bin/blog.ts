import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CommandError, runCommand } from '../lib/local/command-error.ts';
import { startLocalService } from '../lib/local/local-service.ts';
import { chooseModelSource } from '../lib/local/model-source.ts';
import { readProjectSettings } from '../lib/local/project-settings.ts';

const help = `npm run blog -- [options] "topic"

Sends one POST /blog to the local service, prints the answer and the file that holds the post.

  --word-count n  --style text  --tone text  --max-gen-len n  --temperature n  --top-p n
                         fields of the request, as in the HTTP contract
  --json                 print the answer's JSON as it came, and nothing else
  -c, --context n=value  a setting, as for cdk deploy
  -h, --help             this text

MODEL_URL, MODEL_NAME and BEDROCK choose the model, as for npm start.`;

const fieldOptions = ['word-count', 'style', 'tone', 'max-gen-len', 'temperature', 'top-p'] as const;
const textFields: readonly string[] = ['style', 'tone'];

await runCommand(async () => {
  const { values, positionals } = parseArguments();
  if (values.help) return console.log(help);
  if (positionals.length === 0) throw new CommandError(`A topic is missing.\n\n${help}`);
  const fields = fieldOptions.flatMap((option) => {
    const value = values[option];
    return value === undefined
      ? []
      : [[option.replaceAll('-', '_'), textFields.includes(option) ? value : asNumber(value)]];
  });

  const settings = await readProjectSettings(values.context);
  const model = await chooseModelSource(process.env, settings);
  let logged = '';
  const service = await startLocalService({ settings, model, onLog: (text) => (logged += text) });
  try {
    const response = await fetch(`${service.url}/blog`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ blog_topic: positionals.join(' '), ...Object.fromEntries(fields) }),
    });
    const text = await response.text();
    if (!response.ok) process.exitCode = 1;
    if (values.json) return console.log(text);
    print(response, JSON.parse(text), model.describe());
    if (response.status >= 500) console.error(`\nThe function's log:\n${logged}`);
    else if (response.ok) console.log(`\nSaved as ${join(service.bucketDir, JSON.parse(text).s3_key)}`);
  } finally {
    await service.close();
  }
});

function print(response: Response, answer: Record<string, unknown>, model: string): void {
  const { generated_blog: post, ...others } = answer;
  if (typeof post === 'string') console.log(`${post}\n`);
  const line = `POST /blog answered ${response.status}${typeof post === 'string' ? ', with the post above as generated_blog' : ''}:`;
  console.log(`${line}\n${JSON.stringify(others, null, 2)}\n\nModel: ${model}`);
}

/** A text that is no number goes out as it is, so that the service's own message answers it. */
function asNumber(text: string): number | string {
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

function parseArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        ...(Object.fromEntries(fieldOptions.map((name) => [name, { type: 'string' }])) as Record<
          (typeof fieldOptions)[number],
          { type: 'string' }
        >),
        json: { type: 'boolean' },
        context: { type: 'string', short: 'c', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new CommandError(`${(error as Error).message}\n\n${help}`);
  }
}
