/**
 * Loads the bundle in `argv[2]`, runs its handler on the events it is sent, and answers with the CPU time of each
 * step in milliseconds and the most memory it held. Plain JavaScript: to strip types would be counted too.
 */
const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

const { handler } = await import(process.argv[2] ?? '');
const initMs = cpuMs();
process.once('message', async (events) => {
  const runsMs = [];
  for (const event of events) {
    const before = cpuMs();
    const context = { awsRequestId: crypto.randomUUID(), getRemainingTimeInMillis: () => 30_000 };
    const { statusCode } = await handler(event, context);
    if (statusCode !== 200) throw new Error(`the handler answered ${statusCode}`);
    runsMs.push(cpuMs() - before);
  }
  const maxMemoryMb = process.resourceUsage().maxRSS / 1_024;
  process.send?.({ initMs, runsMs, maxMemoryMb }, () => process.exit());
});
process.send?.('ready');
