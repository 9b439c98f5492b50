/**
 * Loads the bundle `argv[2]` as the Lambda runtime does and passes it the event `argv[3]` (JSON) `argv[4]` times in
 * sequence. Every response is checked: a wrong one ends the process with code 1.
 */
const [, , bundlePath, eventText, callsText] = process.argv;
const calls = Number(callsText);
const endsAt = Date.now() + 900_000;

async function main() {
  const { handler } = await import(bundlePath);
  for (let call = 1; call <= calls; call += 1) {
    const event = JSON.parse(eventText);
    event.requestContext.timeEpoch = Date.now();
    const context = { awsRequestId: `bench-${call}`, getRemainingTimeInMillis: () => endsAt - Date.now() };
    const answer = await handler(event, context);
    if (answer.statusCode !== 200 || !JSON.parse(answer.body).generated_blog) {
      throw new Error(`call ${call} was answered ${JSON.stringify(answer)}`);
    }
    if (call === 1) process.emit('firstAnswer');
  }
}

main().then(
  // Open keep-alive connections would delay the end of the process by some seconds.
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
