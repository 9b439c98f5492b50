/** The names of CDK context that belong to CDK itself. Those of look-ups contain a colon: `ami:account=…`. */
const ownByPrefix = ['@', 'aws-cdk', 'cdk-'];
const ownByName = ['cli-telemetry', 'acknowledged-issue-numbers'];

/** Whether a name of CDK context belongs to CDK, rather than to the app. */
export function isCdkContextName(name: string): boolean {
  return (
    name.includes(':') || ownByName.includes(name) || ownByPrefix.some((prefix) => name.startsWith(prefix))
  );
}

/** The known name that takes the fewest edits to reach, without regard to case; undefined where none is near. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, edits: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  return best !== undefined && best.edits <= Math.max(2, name.length / 3) ? best.candidate : undefined;
}

/** Levenshtein distance, one row at a time. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries()) {
      const [insert = 0, remove = 0, replace = 0] = [next[j], row[j + 1], row[j]];
      next.push(Math.min(insert + 1, remove + 1, replace + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
