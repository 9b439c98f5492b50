// OpenAI, "OpenAI Harmony Response Format": gpt-oss writes each message to a channel; only `final` is for readers.
const finalChannel = /<\|channel\|>\s?final\b[^<]{0,64}(?:<\|constrain\|>[^<]{0,64})?<\|message\|>/;
const endOfMessage = /<\|return\|>|<\|start\|>\s?user/;

/**
 * Matches, at its `lastIndex`, a message to another channel, after which there is no post, or the reasoning before the
 * `final` channel if some server removed the tokens and left the words of the channels.
 */
export const reasoningOfHarmony =
  /(?:analysis|commentary)\b[^<]{0,64}<\|[\s\S]*|(?:assistant)?analysis(?=\S)[\s\S]*?assistant\s?final(?=[^\sa-z])/y;

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
