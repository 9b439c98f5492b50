/** At most 60 code units of what was received, without half a character: an answer must be well-formed Unicode. */
export function shorten(text: string): string {
  return (text.length > 60 ? `${text.slice(0, 60)}…` : text).toWellFormed();
}

/** A received value as JSON, shortened for a message. */
export function describe(value: unknown): string {
  // JSON.parse reads 1e999 as Infinity.
  if (typeof value === 'number' && !Number.isFinite(value)) return 'a number too large';
  try {
    return shorten(JSON.stringify(value) ?? String(value));
  } catch {
    // 16 kB of brackets overflow the stack.
    return 'a value nested too deeply';
  }
}
