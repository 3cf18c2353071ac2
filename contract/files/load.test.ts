/** Contracts of one's own, in the forms that a path may have. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { folderWith } from '../fixtures/temporary-folder.ts';
import { readContract } from '../contract.ts';
import { loadContract } from './load.ts';

const ours = fileURLToPath(new URL('..', import.meta.url));
const page = `
operation: PaintGadget
product: gadgets
version: '2024-01-01'
parameters: [{ name: Colour, type: string, required: true, example: red }]
response: [{ name: RequestId, type: string, example: 1F }]
errors: [{ status: 400, code: MissingColour, message: Colour is mandatory for this action. }]
`;
const free = page.replace(', required: true', ''); // nothing in it can be broken
const overlay = `
overlay: 1.0.0
actions: [{ target: $.components.schemas.Request, update: { x-error: { required: 'Missing{name}' } } }]
`;

test('builds a folder of pages and overlays', () => {
  const contract = loadContract(
    folderWith({ 'pages/PaintGadget.yaml': page, 'overlays/PaintGadget.yaml': overlay }),
  );

  expect([...contract.keys()]).toEqual(['PaintGadget']);
  expect(contract.get('PaintGadget')).toMatchObject({
    action: 'PaintGadget',
    product: 'gadgets',
    version: '2024-01-01',
    servers: ['https://gadgets.aliyuncs.com', 'http://gadgets.aliyuncs.com'],
    permission: { action: 'gadgets:PaintGadget' },
    answer: { hostId: 'gadgets.aliyuncs.com' },
  });
});

test('takes a page without readings as it is', () => {
  const operation = loadContract(folderWith({ 'pages/PaintGadget.yaml': free })).get('PaintGadget');

  expect(operation?.errors.documented.map(({ code }) => code)).toEqual(['MissingColour']);
  expect(operation?.rules).toEqual([]);
});

test('reads built documents: a folder of them, the folder above, or one', () => {
  const names = [...readContract().keys()];

  expect([...loadContract(join(ours, 'openapi')).keys()]).toEqual(names);
  const folder = folderWith({});
  cpSync(join(ours, 'openapi'), join(folder, 'openapi'), { recursive: true });
  expect([...loadContract(folder).keys()]).toEqual(names);
  expect([...loadContract(join(ours, 'openapi', `${names[0]}.yaml`)).keys()]).toEqual([names[0]]);
});

test('puts several contracts together; of one operation the last counts', () => {
  const folder = folderWith({ 'pages/PaintGadget.yaml': free });
  const changed = folderWith({ 'pages/PaintGadget.yaml': free.replace('red', 'blue') });

  expect([...loadContract('built-in', folder).keys()]).toEqual([...readContract().keys(), 'PaintGadget']);
  expect(exampleIn(folder, changed)).toBe('blue');
  expect(exampleIn(changed, folder)).toBe('red');
});

test.for([
  [
    'that does not exist',
    {},
    'nowhere',
    /^Failed to read contract ".*nowhere": there is no such file or folder\. Name /,
  ],
  ['that is an empty folder', {}, '', /the folder has neither pages nor OpenAPI documents\. Name /],
  ['whose folder of pages is empty', { 'pages/README': '' }, '', /"pages" has no YAML file\. Add one\.$/],
  [
    'whose pages have another ending',
    { 'pages/A.yml': free },
    '',
    /^Failed to read ".*A\.yml": only \.yaml files are read\. Call it A\.yaml\.$/,
  ],
  [
    'with an overlay that has no page',
    { 'pages/Paint.yaml': free, 'overlays/Pant.yaml': 'overlay: 1.0.0' },
    '',
    /^Failed to read ".*Pant\.yaml": there is no page of that name\. Did you mean "Paint"\?$/,
  ],
  [
    'to a page alone',
    { 'page.yaml': page },
    'page.yaml',
    /it is a page, which needs its overlay\. Name the folder above its "pages"\.$/,
  ],
  ['to something else', { 'a.json': '{}' }, 'a.json', /".*a\.json": it is not an OpenAPI document\. Name /],
  ['to no YAML', { 'a.yaml': '{' }, 'a.yaml', /^Failed to read ".*a\.yaml": .* Correct the YAML\.$/],
  ['to no JSON', { 'a.json': '{' }, 'a.json', /^Failed to read ".*a\.json": .* Correct the JSON\.$/],
  [
    'with an operation twice',
    { 'pages/A.yaml': free, 'pages/B.yaml': free },
    '',
    /"gadgets\.2024-01-01\.PaintGadget" is described twice\. Remove one of the two\.$/,
  ],
  [
    'with a flaw',
    { 'pages/A.yaml': page.replace('operation', 'opration') },
    '',
    /^A: Failed to read page: "opration" is not known\. Did you mean "operation"\?/,
  ],
] as const)('says in one sentence what is wrong with a path %s', ([, files, path, sentence]) => {
  expect(() => loadContract(join(folderWith(files), path))).toThrow(sentence);
});

function exampleIn(...paths: readonly string[]): unknown {
  const { properties } = (loadContract(...paths).get('PaintGadget')?.request ?? {}) as {
    properties?: { Colour?: { examples?: readonly unknown[] } };
  };
  return properties?.Colour?.examples?.[0];
}
