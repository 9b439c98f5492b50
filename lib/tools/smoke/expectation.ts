/** The endpoint did not keep the contract. The message is one line. */
export class SmokeFailure extends Error {
  override readonly name = 'SmokeFailure';
  readonly expected: string;
  readonly received: string;
  /** What to do, where that is known. */
  readonly next?: string;
  /** Every further request would fail alike. */
  readonly endsTheTest: boolean;

  constructor(found: {
    expected: string;
    received: string;
    next?: string | undefined;
    endsTheTest?: boolean;
  }) {
    super(`expected ${found.expected}, received ${found.received}`);
    this.expected = found.expected;
    this.received = found.received;
    if (found.next !== undefined) this.next = found.next;
    this.endsTheTest = found.endsTheTest ?? false;
  }
}

/** Goes on only where it is as expected. @throws SmokeFailure */
export function expectThat(holds: boolean, expected: string, received: unknown): asserts holds {
  if (!holds) throw new SmokeFailure({ expected, received: show(received) });
}

/** A value in one line of bounded length, with nothing in it that steers a terminal. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const line = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length > 200 ? `${line.slice(0, 200).toWellFormed()}…` : line;
}
