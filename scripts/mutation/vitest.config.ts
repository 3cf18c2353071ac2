/** The quick tests near the rules of the contract and the judge: `npm run mutation` plays them once for each mutant. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'contract/*.test.ts',
      'contract/{build,operation,schema}/*.test.ts',
      'conformance/run/judge/*.test.ts',
      'mocks/engine/{answers,effect}.test.ts',
      'mocks/tests/{options,record-lifecycle,rules-of-the-page}.test.ts',
    ],
    pool: 'threads',
    isolate: false,
    testTimeout: 20_000,
  },
});
