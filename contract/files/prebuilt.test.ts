/** What was built of a contract folder, and when it is still right. */
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolderOfTest } from '../fixtures/temporary-folder.ts';
import { readContract } from '../contract.ts';
import { prebuildContractFiles } from './contract-files.ts';
import { loadContract } from './load.ts';
import { prebuiltFile, readPrebuilt } from './prebuilt.ts';

const page = (name: string): string => `
operation: ${name}
product: gadgets
version: '2024-01-01'
summary: Do it
parameters: [{ name: Colour, type: string, example: röd }]
response: [{ name: RequestId, type: string, example: 1F }]
errors: [{ status: 400, code: Colour.Wrong, message: No such colour. }]
`;

test('gives the same operations as building does', () => {
  const folder = builtFolder();
  const built = readContract(readPrebuilt(folder) ?? []);
  rmSync(join(folder, 'openapi'), { recursive: true });

  expect([...built].map(([name, { document }]) => [name, document])).toEqual(
    [...loadContract(folder)].map(([name, { document }]) => [name, document]),
  );
});

test('reads a document when its operation is first used', () => {
  const folder = builtFolder();
  const file = join(folder, prebuiltFile);
  // All but the last document are made unreadable, in the same number of bytes.
  const [head = '', ...documents] = readFileSync(file, 'utf8').split('\n');
  const spoilt = [head, ...documents.map((line, index) => (index === 0 ? line.replace('{', '!') : line))];
  writeFileSync(file, spoilt.join('\n'));

  const contract = loadContract(folder);

  expect(contract.get('PaintGadget')?.summary).toBe('Do it');
  expect(contract.get('SellGadget')?.rules).toEqual([]);
  expect(() => contract.get('PaintGadget')?.rules).toThrow('it is damaged. Remove it');
});

test('counts after a copy, whatever the times of the files are', () => {
  const copy = join(temporaryFolderOfTest(), 'copy');
  cpSync(builtFolder(), copy, { recursive: true });
  const later = new Date(Date.now() + 60_000);
  utimesSync(join(copy, 'pages/PaintGadget.yaml'), later, later);

  expect(readPrebuilt(copy)).toHaveLength(2);
});

test.for([
  ['a page that was changed', 'pages/PaintGadget.yaml', page('PaintGadget').replace('Do it', 'Do so')],
  ['a new page', 'pages/BuyGadget.yaml', page('BuyGadget')],
  ['a new overlay', 'overlays/PaintGadget.yaml', 'overlay: 1.0.0\nactions: []\n'],
  ['facts of a product', 'products/gadgets.yaml', 'endpoints: [gadgets.example.com]\n'],
  ['what all operations share', 'common.yaml', '{}\n'],
  ['requirements of a page', 'requirements/SellGadget.yaml', '[]\n'],
] as const)('does not count after %s', ([, path, content]) => {
  const folder = builtFolder();
  // As an editor of a fast machine leaves it: in the same moment.
  const { mtime } = statSync(join(folder, prebuiltFile));
  write(folder, path, content);
  utimesSync(join(folder, path), mtime, mtime);

  expect(readPrebuilt(folder)).toBeUndefined();
});

test('does not count after a page is gone', () => {
  const folder = builtFolder();
  rmSync(join(folder, 'pages/PaintGadget.yaml'));

  expect([...loadContract(folder).keys()]).toEqual(['SellGadget']);
});

test.each([
  ['in its first line', '{"comment":'],
  ['so that its first line is something else', 'null\n'],
])('says so where it is damaged %s', (_, content) => {
  const folder = builtFolder();
  writeFileSync(join(folder, prebuiltFile), content);

  expect(() => loadContract(folder)).toThrow(
    /^Failed to read ".*documents\.jsonl": it is damaged\. Remove it, or make it again with "understudy contract build"\.$/,
  );
});

function builtFolder(): string {
  const folder = temporaryFolderOfTest();
  for (const name of ['PaintGadget', 'SellGadget']) write(folder, `pages/${name}.yaml`, page(name));
  for (const [path, content] of prebuildContractFiles(folder)) write(folder, path, content);
  return folder;
}

function write(folder: string, path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}
