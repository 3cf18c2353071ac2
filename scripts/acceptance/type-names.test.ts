/** A type name means one thing in the whole project. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../testing/processes.ts';

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
  const several = [...Map.groupBy(declared, ({ name }) => name)].filter(([, places]) => places.length > 1);
  expect(several.map(([name, places]) => `${name}: ${places.map(({ file }) => file).join(', ')}`)).toEqual(
    [],
  );
});
