/** A type name means one thing in the whole project. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../testing/processes.ts';

/** Declared twice or more, and still to be told apart. No name is added here. */
const open = new Set(
  `Add Answered Block Call Case Clock Column CollectionCount Counts Delivery Explained Observation Records RequestRow Sample Condition Decision Difference Draft Family Fixtures Limit Listing Member
  Operation Outcome Parts Played Refusal Row State Trigger`.split(/\s+/),
);

test('declares each type name once', () => {
  const listed = execFileSync('git', ['ls-files', '--', '*.ts', '*.tsx', ':!*.test.ts', ':!**/fixtures/**'], {
    cwd: root,
    encoding: 'utf8',
  });
  const files = listed.split('\n').filter((file) => file !== '' && !file.includes('openapi/'));
  const declared = files.flatMap((file) =>
    [
      ...readFileSync(join(root, file), 'utf8').matchAll(
        /^(?:export )?(?:interface|type) (\w+)\b[^'\n]*(?:[={]|extends)/gm,
      ),
    ].map(([, name = '']) => ({ name, file })),
  );

  expect(declared.length).toBeGreaterThan(300);
  const several = [...Map.groupBy(declared, ({ name }) => name)].filter(
    ([name, places]) => places.length > 1 && !open.has(name),
  );
  expect(several.map(([name, places]) => `${name}: ${places.map(({ file }) => file).join(', ')}`)).toEqual(
    [],
  );
});
