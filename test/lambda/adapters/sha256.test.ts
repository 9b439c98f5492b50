import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Sha256 } from '../../../lambda/adapters/sha256.ts';

const bytes = Buffer.from([0, 127, 128, 255, 10]);
// As a view into a larger buffer, which is what Node's own small buffers are.
const view = new Uint8Array([1, 2, ...bytes, 3]).subarray(2, 7);
const hex = async (digest: Sha256) => Buffer.from(await digest.digest()).toString('hex');

describe('SHA-256 of requests', () => {
  it.each([
    ['nothing', undefined],
    ['a text', 'AWS4sécret'],
    ['bytes', bytes],
    ['a view', view],
    ['a buffer', new Uint8Array(bytes).buffer],
  ])('with %s as its key equals that of Node', async (_, secret) => {
    const digest = new Sha256(secret);
    digest.update('Bées');
    digest.update(view);
    const key = secret instanceof ArrayBuffer ? Buffer.from(secret) : secret;
    const expected = key === undefined ? createHash('sha256') : createHmac('sha256', key);
    expect(await hex(digest)).toBe(expected.update('Bées').update(view).digest('hex'));
  });

  it('starts again after a reset', async () => {
    const digest = new Sha256(bytes);
    digest.update('Wasps');
    digest.reset();
    digest.update('Bees');
    expect(await hex(digest)).toBe(createHmac('sha256', bytes).update('Bees').digest('hex'));
  });
});
