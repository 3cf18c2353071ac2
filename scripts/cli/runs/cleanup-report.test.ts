/** What is said of records that a clean-up could not remove. */
import { expect, test } from 'vitest';
import type { Remaining } from '../../../conformance/run/cleanup.ts';
import { cleanUpNote } from './cleanup-report.ts';

function remaining(reason: string): Remaining {
  const step = { operation: 'DeleteWidget', parameters: {}, via: 'form', expect: [] } as const;
  return { removal: { step, account: undefined }, reason, isUnsupported: false };
}

test('what a target answered stays on its line, and is no command of a CI system', () => {
  const note = cleanUpNote(
    {
      removed: 0,
      remaining: [remaining('answered with 400 a\n::error::b\u001B[31m'), remaining('not tried')],
    },
    {
      target: 'http://127.0.0.1:1',
      prefix: 'us1',
      file: 'list.json',
      command: 'npx understudy cleanup list.json',
    },
  );

  expect(note?.split('\n')).toEqual([
    'What the run made on http://127.0.0.1:1 could not all be removed.',
    String.raw`1 record may still be there: answered with 400 a\n::error::b\u001b[31m`,
    '1 record may still be there: not tried',
    'They are listed in list.json. Remove them with: npx understudy cleanup list.json',
    '',
  ]);
});
