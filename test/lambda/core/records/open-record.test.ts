import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../../lambda/adapters/system.ts';
import { openRecord } from '../../../../lambda/core/records/open-record.ts';
import type { RecordFields } from '../../../../lambda/core/records/records.ts';
import { pass, useVirtualTime } from '../../virtual-time.ts';

useVirtualTime();

const nameOf = ({ name }: RecordFields) => ({ name });

/** A record of which S3 refuses every write. @param text what it holds; absent if it was deleted */
const refused = (text: string | undefined, parse: (fields: RecordFields) => object = nameOf) =>
  openRecord('jobs/x', parse, {
    records: {
      read: async () => (text === undefined ? undefined : { text, etag: 'now' }),
      write: async () => undefined,
    },
    newNonce: () => 'own',
    clock: systemClock,
    deadlineAt: Number.POSITIVE_INFINITY,
  });

describe('a write whose condition failed', () => {
  it.each([
    ['by another', '{"v":1,"name":"B","nonce":"other"}', false, { value: { name: 'B' }, etag: 'now' }],
    [
      'by itself, sent twice',
      '{"v":1,"name":"A","nonce":"own"}',
      true,
      { value: { name: 'A' }, etag: 'now' },
    ],
    ['not at all: it was deleted', undefined, false, undefined],
  ])('finds the record written %s', async (_, text, written, now) => {
    const previous = { value: { name: 'before' }, etag: 'before' };
    await expect(refused(text).write({ name: 'A' }, previous)).resolves.toEqual({ written, now });
  });
});

it('a bug in reading a record is not reported as a fault of the record', async () => {
  const parse = () => {
    throw new RangeError('bug');
  };
  await expect(refused('{"v":1}', parse).read()).rejects.toThrow(RangeError);
});

it.each([
  [27_000, 10_000],
  [4_000, 4_000],
])('with %i ms left, S3 has %i ms to answer', async (leftMs, limitMs) => {
  const never = () => new Promise<never>(() => {});
  const deadlineAt = Date.now() + leftMs;
  const access = {
    records: { read: never, write: never },
    newNonce: () => 'n',
    clock: systemClock,
    deadlineAt,
  };
  const { read, write } = openRecord('jobs/x', nameOf, access);
  const failures = [read(), write({ name: 'A' }, undefined)].map((step) => step.catch((failure) => failure));
  await pass(limitMs - 1);
  expect(await Promise.race([...failures, 'waiting'])).toBe('waiting');
  await pass(1);
  for (const failure of failures) expect(await failure).toMatchObject({ kind: 'store-unavailable' });
});
