import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { readContract } from '../../../contract/contract.ts';
import { writeTraceabilityPage } from './traceability-page.ts';

test('docs/traceability.md is what the promises and the scenarios make', async () => {
  const page = await readFile(new URL('../../../docs/traceability.md', import.meta.url), 'utf8');

  expect(page, 'Run `npm run understudy -- contract build`.').toBe(writeTraceabilityPage(readContract()));
  expect(page).toContain('| Request parameters, DelayTime | 15 to 21600 seconds. |');
});
