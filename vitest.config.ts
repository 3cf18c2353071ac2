import { defineConfig } from 'vitest/config';
import { PlainReporter } from './scripts/testing/plain-reporter.ts';

/** Tests that start processes or a browser, or play the whole suite many times. */
const acceptance = [
  'conformance/compare/*.test.ts',
  'conformance/report/html/*.test.ts',
  'conformance/report/create/known-failures.test.ts',
  'conformance/run/wrong-servers.test.ts',
  // Real clients wait for what they never get.
  'mocks/faults/clients.test.ts',
  'scripts/acceptance/**/*.test.ts',
  'scripts/build/check-node.test.ts',
  'scripts/build/ensure-built.test.ts',
  'scripts/build/presets.test.ts',
  'scripts/cli/targets/accounts.test.ts',
  'scripts/cli/runs/replay-path.test.ts',
  'scripts/cli/server/serve-files.test.ts',
  'scripts/cli/targets/signing.test.ts',
  'scripts/commands/*.test.ts',
  'scripts/mutants/**/*.test.ts',
  'scripts/soak/*.test.ts',
  'scripts/testing/*.test.ts',
  'scripts/understudy.test.ts',
];
// In coverage/ stand the copies of a mutation run.
const exclude = ['**/node_modules/**', 'coverage/**', 'dist/**', '.dist-*/**'];
// Two cores share them with whatever else runs: slowness alone is no failure.
const patience = { testTimeout: 20_000, hookTimeout: 20_000 };

export default defineConfig({
  test: {
    coverage: {
      include: [
        'contract/**/*.ts',
        'mocks/**/*.ts',
        'scenarios/**/*.ts',
        'conformance/**/*.ts',
        'scripts/**/*.ts',
      ],
      exclude: [
        '**/*.test.ts',
        '**/fixtures/**',
        'mocks/admin/page/**',
        'scripts/{acceptance,bench,build,mutants,mutation,screenshots,soak,testing}/**',
      ],
      reporter: ['text-summary', 'html'],
    },
    reporters: ['default', new PlainReporter()],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...exclude, ...acceptance],
          // No test leaves anything in a module, so that one worker reads each module once.
          pool: 'threads',
          maxWorkers: '100%',
          // Projects with another number of workers have to run one after the other.
          sequence: { groupOrder: 0 },
          isolate: false,
          ...patience,
        },
      },
      {
        test: {
          name: 'acceptance',
          include: acceptance,
          exclude,
          sequence: { groupOrder: 1 },
          // As above; and what one file starts to run commands in, the next goes on using.
          isolate: false,
          ...patience,
        },
      },
    ],
  },
});
