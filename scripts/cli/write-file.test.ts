/** What a command writes, and what it says where it cannot. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../contract/fixtures/temporary-folder.ts';
import { assertWritable, writeFile } from './write-file.ts';

const folder = temporaryFolder();

test('makes the folders above a file, and not before it is written', async () => {
  const path = join(folder, 'new folder/deeper/report.html');
  await assertWritable(path);
  expect(() => readFileSync(path)).toThrow('ENOENT');
  await writeFile(path, 'text');
  await assertWritable(path);
  expect(readFileSync(path, 'utf8')).toBe('text');
});

test('says what is in the way, before a run and after it', async () => {
  writeFileSync(join(folder, 'file'), '');
  const below = join(folder, 'file/report.html');
  await expect(assertWritable(folder)).rejects.toThrow(
    `Failed to write "${folder}": it is a folder. Give a path that can be written.`,
  );
  await expect(assertWritable(below)).rejects.toThrow(`"${join(folder, 'file')}" is no folder`);
  await expect(writeFile(folder, '')).rejects.toThrow(`Failed to write "${folder}": it is a folder.`);
  await expect(writeFile(below, '')).rejects.toThrow(
    /^Failed to write ".*": .+ Give a path that can be written\.$/,
  );
});
