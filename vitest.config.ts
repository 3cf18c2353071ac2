import { defineConfig } from 'vitest/config';
import { PlainReporter } from './scripts/testing/plain-reporter.ts';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', 'dist/**', '.dist-*/**'],
    // Many tests start processes, and two cores share them: slowness alone is no failure.
    testTimeout: 20_000,
    hookTimeout: 20_000,
    reporters: ['default', new PlainReporter()],
  },
});
