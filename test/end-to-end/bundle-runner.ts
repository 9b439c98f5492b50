/** Runs the handler of the bundle in `argv[2]` on the one invocation it is sent, and answers with its outcome. */

const timeoutMs = 900_000;

process.once('message', async ({ event, awsRequestId }: { event: unknown; awsRequestId: string }) => {
  const endsAt = Date.now() + timeoutMs;
  const context = { awsRequestId, getRemainingTimeInMillis: () => endsAt - Date.now() };
  let answer: { result?: unknown; error?: string };
  try {
    const { handler } = await import(process.argv[2] ?? '');
    answer = { result: await handler(event, context) };
  } catch (error) {
    answer = { error: String(error) };
  }
  process.send?.(answer, () => process.exit());
});
