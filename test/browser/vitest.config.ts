import { defineConfig } from 'vitest/config';
import base from '../../vitest.config.ts';

/** The tests that need a browser: `npm run test:page` runs them. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.browser.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // One browser at a time: the waits of a page are real.
    fileParallelism: false,
    env: base.test?.env ?? {},
  },
});
