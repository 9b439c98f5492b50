import { mergeConfig } from 'vitest/config';
import base from '../../../vitest.config.ts';

/** The tests that run on mutants: those of lambda/, except the ones that measure time. */
export default mergeConfig(base, {
  test: {
    exclude: [
      'test/lib/**',
      'test/end-to-end/**',
      'test/docs/**',
      'test/*.test.ts',
      '**/linear-time.test.ts',
    ],
  },
});
