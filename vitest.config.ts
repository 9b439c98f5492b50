import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // A shell's own AWS settings must not reach the code under test.
    env: { AWS_REGION: 'us-east-2', AWS_PROFILE: '', AWS_BEARER_TOKEN_BEDROCK: '' },
    restoreMocks: true,
    coverage: {
      provider: 'v8',
      include: ['lambda/**/*.ts'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 95, branches: 95 },
    },
  },
});
