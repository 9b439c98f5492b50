import { expect, test } from 'vitest';
import { KeyLock } from '../../../../lib/local/s3/key-lock.ts';

test('jobs of one key run one after another, those of another key meanwhile', async () => {
  const lock = new KeyLock();
  const order: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = lock.run('a', async () => {
    await gate.promise;
    order.push('a1');
  });
  const second = lock.run('a', async () => void order.push('a2'));
  await lock.run('b', async () => void order.push('b'));
  gate.resolve();
  await Promise.all([first, second]);
  expect(order).toEqual(['b', 'a1', 'a2']);
});

test('a job that fails tells its caller and lets the next one run', async () => {
  const lock = new KeyLock();
  const failing = lock.run('a', () => Promise.reject(new Error('mine')));
  const next = lock.run('a', async () => 'ran');
  await expect(failing).rejects.toThrow('mine');
  expect(await next).toBe('ran');
});
