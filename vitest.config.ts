import { defineConfig } from 'vitest/config';

// A shell's own AWS settings must not reach the code under test; an empty variable would count as set.
for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
process.env.AWS_REGION = 'us-east-2';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // End-to-end tests start processes; on a busy machine that takes its time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    restoreMocks: true,
    coverage: {
      provider: 'v8',
      include: ['lambda/**/*.ts'],
      // What runs in the browser is tested in one: npm run test:page.
      exclude: ['lambda/page/browser/**'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 95, branches: 95 },
    },
  },
});
