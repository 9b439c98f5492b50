/** The members of a list header (RFC 9110, 5.6.1), split in linear time at the commas outside quoted strings. */
export function listMembers(header: string): string[] {
  const members: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < header.length; at += 1) {
    const character = header[at];
    // Skips the escaped character.
    if (quoted && character === '\\') at += 1;
    else if (character === '"') quoted = !quoted;
    else if (character === ',' && !quoted) {
      members.push(header.slice(start, at));
      start = at + 1;
    }
  }
  members.push(header.slice(start));
  return members;
}
