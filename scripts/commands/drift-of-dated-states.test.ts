/** `contract drift` on the documented operation as its metadata stood on five days; skipped where they are not at hand. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolderOfTest } from '../../contract/fixtures/temporary-folder.ts';
import { capturePrinted } from '../testing/printed.ts';
import { reportDrift } from './drift.ts';
import { importContract } from './import.ts';

const folder = join(import.meta.dirname, '../../../shared/vendor-metadata/history');
const state = (day: string): string => join(folder, `AddLiveAppRecordConfig.${day}.api.json`);
const printed = capturePrinted();

async function drift(before: string, after: string, json = false): Promise<string> {
  const out = temporaryFolderOfTest();
  await importContract([state(before)], { out });
  printed.clear();
  await reportDrift([state(after)], { contract: out, json });
  return printed.text();
}

describe.skipIf(!existsSync(folder))('from one day to another', () => {
  test('formats, and what they need, are read otherwise', async () => {
    const text = await drift('en_us.2024-09-23', 'en_us.2025-05-16', true);
    const { operations } = JSON.parse(text) as {
      readonly operations: readonly { readonly changes: unknown }[];
    };

    expect(process.exitCode).toBe(1);
    expect(operations).toMatchObject([{ operation: 'AddLiveAppRecordConfig', reworded: false }]);
    expect(operations[0]?.changes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          place: 'RecordFormat.N.Format',
          fact: 'values',
          before: ['M3U8', 'FLV', 'MP4', 'CMAF'],
          after: ['m3u8', 'flv', 'mp4', 'cmaf'],
        }),
        expect.objectContaining({
          place: 'TranscodeRecordFormat.N.SliceOssObjectPrefix',
          fact: 'requiredWhen',
          after: { Format: ['m3u8', 'cmaf'] },
        }),
      ]),
    );
  });

  test.each([
    ['en_us.2025-05-16', 'en_us.2025-12-19'],
    ['zh_cn.2025-05-16', 'zh_cn.2025-07-25'],
  ])('%s to %s is no change of what is read', async (before, after) => {
    expect(await drift(before, after)).toMatch(
      /^AddLiveAppRecordConfig: (?:as before|reworded, and read as before)\n$/,
    );
    expect(process.exitCode).toBeUndefined();
  });
});
