/**
 * The members of a list header (RFC 9110, 5.6.1): what stands between its commas, but for those in a quoted string.
 * One look at each character, whatever it is: a caller may send 10 kB of quotes and backslashes.
 */
export function listMembers(header: string): string[] {
  const members: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < header.length; at += 1) {
    const character = header[at];
    // A quote after a backslash does not end the string.
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
