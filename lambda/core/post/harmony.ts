// OpenAI, "OpenAI Harmony Response Format": gpt-oss writes each message to a channel; only `final` is for readers.
const finalChannel = /<\|channel\|>\s?final\b[^<]{0,64}(?:<\|constrain\|>[^<]{0,64})?<\|message\|>/;
const otherChannel = /(?:<\|channel\|>\s?)?(?:analysis|commentary)\b[^<]{0,64}<\|/y;
// Some servers remove the tokens and leave the words.
const bareChannel = /(?:assistant)?analysis(?=\S)/y;
const bareFinalChannel = /assistant\s?final(?=[^\sa-z])/g;
const endOfMessage = /<\|return\|>|<\|start\|>\s?user/;

/**
 * The start of the text in the `final` channel; `undefined` if the generation has no such channel, or only after the
 * end of the post.
 */
export function findFinalChannel(generation: string): number | undefined {
  const final = finalChannel.exec(generation);
  if (final === null) return undefined;
  const before = generation.slice(0, final.index);
  const [post = ''] = before.split(endOfMessage, 1);
  const hasEnded = post.length < before.length && !post.includes('<|channel|>');
  return hasEnded ? undefined : final.index + final[0].length;
}

/** The start of the text if the reasoning at this position and the text follow the bare words of their channels. */
export function endOfBareReasoning(generation: string, position: number): number | undefined {
  bareChannel.lastIndex = position;
  bareFinalChannel.lastIndex = position;
  return bareChannel.test(generation) && bareFinalChannel.test(generation)
    ? bareFinalChannel.lastIndex
    : undefined;
}

/** Whether a message to a channel other than `final` begins at this position. */
export function opensOtherChannel(generation: string, position: number): boolean {
  otherChannel.lastIndex = position;
  return otherChannel.test(generation);
}
