import type { IncomingMessage } from 'node:http';

/** An object that a server sent. */
export type Json = Readonly<Record<string, unknown>>;

// A line of server-sent events (`data: {…}`, in older llama.cpp `error: {…}`), or of NDJSON.
const objectLine = /^(?:data:|(error):)?\s*(\{.*\})\s*$/;
// The end of a stream of OpenAI's API.
const doneLine = /^data:\s*\[DONE\]\s*$/;

/**
 * The objects that are streamed as server-sent events or as NDJSON, each as it comes. OpenAI's `[DONE]` is `{done: true}`,
 * as Ollama has it; comments and names of events are left out.
 *
 * @throws Error where a line is longer than `maxLineLength` or no JSON; Node's own where the answer is cut off
 */
export async function* readEvents(
  response: IncomingMessage,
  options: { maxLineLength: number; onBytes: () => void },
): AsyncGenerator<Json> {
  let rest = '';
  for await (const part of response.setEncoding('utf8') as AsyncIterable<string>) {
    options.onBytes();
    const lines = (rest + part).split(/\r\n|\n|\r/);
    rest = lines.pop() ?? '';
    if (rest.length > options.maxLineLength) throw new Error('a line of the answer has no end');
    for (const line of lines) yield* readLine(line);
  }
  yield* readLine(rest);
}

function* readLine(line: string): Generator<Json> {
  if (doneLine.test(line)) yield { done: true };
  const [, isError, text] = objectLine.exec(line) ?? [];
  if (text === undefined) return;
  const json: Json = JSON.parse(text);
  yield isError === undefined ? json : { error: json };
}
