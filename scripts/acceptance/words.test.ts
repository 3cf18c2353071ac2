/** Sentences that do not explain do not come back. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../testing/processes.ts';

test('no source says "is none" or "it wants"', () => {
  const listed = execFileSync('git', ['ls-files', '--', '*.ts', '*.tsx', ':!*.test.ts'], {
    cwd: root,
    encoding: 'utf8',
  });
  const files = listed.split('\n').filter((file) => file !== '');

  expect(files.length).toBeGreaterThan(200);
  const riddles = files.flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .flatMap((line, index) => (/is none\b|it wants\b/.test(line) ? [`${file}:${index + 1}`] : [])),
  );
  expect(riddles).toEqual([]);
});
