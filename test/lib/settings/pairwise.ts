/** A value for each name. */
export type Row = Record<string, unknown>;

/**
 * Rows in which every two values of different names meet at least once: where a fault needs two settings to
 * show, one of these shows it. Far fewer than all combinations, and the same each time.
 *
 * @param values the values of each name
 */
export function pairwise(values: Record<string, readonly unknown[]>): Row[] {
  const names = Object.keys(values);
  const missing = new Set(allPairs(values));
  const rows: Row[] = [];
  while (missing.size > 0) {
    // Begins with a pair that is still missing, so that each row makes progress.
    const [first = '[]'] = missing;
    const row: Row = {};
    for (const [name, index] of JSON.parse(first) as [string, number][]) row[name] = index;
    for (const name of names) {
      if (name in row) continue;
      const gains = (values[name] ?? []).map((_, index) => gain({ ...row, [name]: index }, name, missing));
      row[name] = gains.indexOf(Math.max(...gains));
    }
    for (const pair of pairsOf(row)) missing.delete(pair);
    rows.push(Object.fromEntries(names.map((name) => [name, values[name]?.[row[name] as number]])));
  }
  return rows;
}

/** Every pair of values of different names, each as a text. */
function allPairs(values: Record<string, readonly unknown[]>): string[] {
  const names = Object.keys(values);
  return names.flatMap((a, at) =>
    names
      .slice(at + 1)
      .flatMap((b) =>
        (values[a] ?? []).flatMap((_, i) => (values[b] ?? []).map((_, j) => pair([a, i], [b, j]))),
      ),
  );
}

function pairsOf(row: Row): string[] {
  const entries = Object.entries(row) as [string, number][];
  return entries.flatMap((a, at) => entries.slice(at + 1).flatMap((b) => [pair(a, b), pair(b, a)]));
}

function pair(a: [string, number], b: [string, number]): string {
  return JSON.stringify([a, b]);
}

/** How many missing pairs the value of one name makes with the others of a row. */
function gain(row: Row, name: string, missing: ReadonlySet<string>): number {
  return pairsOf(row).filter((found) => missing.has(found) && found.includes(`"${name}"`)).length;
}
