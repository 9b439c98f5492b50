import { mergeConfig } from 'vitest/config';
import base from '../../../vitest.config.ts';

/** The tests by which mutants are tried: those of lambda/, but not the ones that measure a time. */
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
