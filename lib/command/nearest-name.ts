/** The name that was probably meant: the one with the fewest typing errors, ignoring case, hyphens and underscores. */
export function nearestName(typed: string, names: readonly string[]): string | undefined {
  const ranked = names
    .map((name) => ({ name, slips: countSlips(bare(typed), bare(name)) }))
    .sort((one, other) => one.slips - other.slips);
  const [nearest] = ranked;
  // With more errors than this it is another word.
  return nearest !== undefined && nearest.slips <= Math.max(2, typed.length / 3) ? nearest.name : undefined;
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, '');
}

/** The Levenshtein distance: how many letters to insert, delete or change. */
function countSlips(typed: string, name: string): number {
  let row = Array.from({ length: name.length + 1 }, (_, at) => at);
  for (const [line, letter] of [...typed].entries()) {
    const next = [line + 1];
    for (const [at, wanted] of [...name].entries()) {
      const changed = (row[at] ?? 0) + (letter === wanted ? 0 : 1);
      next.push(Math.min(changed, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
