/** `contract import` and `contract drift`, from files to files. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listen } from '../../contract/fixtures/listen.ts';
import { temporaryFolderOfTest } from '../../contract/fixtures/temporary-folder.ts';
import { workshopMetadata } from '../../contract/import/fixtures/workshop.ts';
import { capturePrinted } from '../testing/printed.ts';
import { reportDrift } from './drift.ts';
import { importContract } from './import.ts';

const printed = capturePrinted();

function source(teeth: string, message?: string): string {
  return JSON.stringify(workshopMetadata(teeth, message));
}

async function drift(now: string, json = false): Promise<string> {
  const folder = temporaryFolderOfTest();
  const [before, after, out] = ['before.json', 'after.json', 'out'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await writeFile(before, source('Valid values: 8 to 64.'));
  await writeFile(after, now);
  await importContract([before], { out });
  printed.clear();
  await reportDrift([after], { contract: out, json });
  return printed.text();
}

test('says in one line that only the wording changed, and ends well', async () => {
  expect(await drift(source('The number of teeth. Valid values: 8 to 64.', 'Teeth  must fit.'))).toBe(
    'CreateWidget: reworded, and read as before\n',
  );
  expect(process.exitCode ?? 0).toBe(0);
});

test('says what is read otherwise, and what it touches', async () => {
  const text = await drift(source('Valid values: 8 to 32.', 'Teeth are wrong.'));

  expect(text).toMatch(/Teeth, maximum: 64 -> 32 \(touches \d+ rules, \d+ scenarios\)/);
  expect(text).toContain('error InvalidTeeth, message: ["Teeth must fit."] -> ["Teeth are wrong."]');
  expect(process.exitCode).toBe(1);
});

test('refuses a source that is about something else in one sentence', async () => {
  const { apis } = JSON.parse(source('').replace('CreateWidget', 'SellWidget')) as {
    readonly apis: { readonly SellWidget: object };
  };

  await expect(drift(JSON.stringify({ ...apis.SellWidget, title: 'SellWidget' }))).rejects.toThrow(
    /the contract has none of its operations. The contract has CreateWidget/,
  );
});

test('says that an operation is gone where the source is the whole product, and names one that is new', async () => {
  const now = source('Valid values: 8 to 64.').replace('CreateWidget', 'SellWidget');

  expect(await drift(now)).toMatch(
    /^CreateWidget: not documented any more \(touches [1-9]\d* rules, [1-9]\d* scenarios\)\n1 operations of the source are not in the contract: SellWidget\n$/,
  );
  expect(process.exitCode).toBe(1);
  expect(JSON.parse(await drift(now, true))).toMatchObject({
    operations: [
      { operation: 'CreateWidget', removed: true, changes: [{ fact: 'operation', before: 'documented' }] },
    ],
    added: ['SellWidget'],
  });
});

test('ends well where an operation is new, and where another version of the product does not have one', async () => {
  const whole = JSON.parse(source('Valid values: 8 to 64.')) as {
    readonly info: object;
    readonly apis: { readonly CreateWidget: object };
  };
  const grown = { ...whole, apis: { ...whole.apis, SellWidget: whole.apis.CreateWidget } };

  expect(await drift(JSON.stringify(grown))).toBe(
    'CreateWidget: as before\n1 operations of the source are not in the contract: SellWidget\n',
  );
  expect(process.exitCode).toBeUndefined();

  const other = { info: { ...whole.info, version: '2027-01-01' }, apis: { SellWidget: {} } };
  await expect(drift(JSON.stringify(other))).rejects.toThrow(/the contract has none of its operations/);
});

test('does not hold an operation against one of the same name of another product', async () => {
  await expect(drift(source('Valid values: 8 to 32.').replace('Workshop', 'Shop'))).rejects.toThrow(
    /the contract has none of its operations/,
  );
});

test('writes pages, drafts as worksheets and documents, and a summary', async () => {
  const folder = temporaryFolderOfTest();
  const file = join(folder, 'workshop.json');
  await writeFile(file, source('Valid values: 8 to 64. It must be even.'));
  await importContract([file], { out: folder, json: true });

  expect(JSON.parse(printed.text())).toStrictEqual({
    operations: 1,
    skipped: [],
    codes: { documented: 1, reachable: 1, assumed: 0, open: 0 },
    sentences: { read: 1, notRead: 1 },
    disagreements: 0,
  });
  expect(await readFile(join(folder, 'overlays', 'CreateWidget.yaml'), 'utf8')).toContain(
    '# - Teeth: It must be even.',
  );
  expect(await readFile(join(folder, 'openapi', 'CreateWidget.yaml'), 'utf8')).toContain(
    'operationId: CreateWidget',
  );
});

test('keeps what a person has settled when the import is done again', async () => {
  const folder = temporaryFolderOfTest();
  const file = join(folder, 'workshop.json');
  const overlay = join(folder, 'overlays', 'CreateWidget.yaml');
  await writeFile(file, source('Valid values: 8 to 64.'));
  await importContract([file], { out: folder });
  const drafted = await readFile(overlay, 'utf8');
  const own = `  - target: $.components.schemas.Request.properties.Label
    update: { maxLength: 9, x-error: 'Invalid{name}', x-evidence: observed }
`;
  await writeFile(overlay, drafted.replace('minimum: stated', 'minimum: observed') + own);
  await writeFile(file, source('Valid values: 8 to 32.'));
  await importContract([file], { out: folder });
  const again = await readFile(overlay, 'utf8');

  expect(again).toContain('minimum: observed');
  expect(again).toContain('maxLength: 9');
  expect(await readFile(join(folder, 'pages', 'CreateWidget.yaml'), 'utf8')).toContain('maximum: 32');
});

test('writes the same files when it is done again and nothing has changed', async () => {
  const folder = temporaryFolderOfTest();
  const file = join(folder, 'workshop.json');
  await writeFile(file, source('Valid values: 8 to 64.'));
  await importContract([file], { out: folder });
  const first = await readFile(join(folder, 'overlays', 'CreateWidget.yaml'), 'utf8');
  await importContract([file], { out: folder });

  expect(await readFile(join(folder, 'overlays', 'CreateWidget.yaml'), 'utf8')).toBe(first);
});

test('fetches an address, and keeps what it fetched with its date', async () => {
  const server = createServer((request, response) => {
    const isThere = request.url === '/meta/v1/products/Workshop/versions/2026-01-01/api-docs.json';
    response.writeHead(isThere ? 200 : 404, { 'last-modified': 'Tue, 03 Feb 2026 10:00:00 GMT' });
    response.end(isThere ? source('Valid values: 8 to 64.') : '');
  });
  await using api = await listen(server);
  const address = `${api.url}/meta/v1/products/Workshop/versions/2026-01-01/api-docs.json`;
  const folder = temporaryFolderOfTest();

  await importContract([address], { out: folder });

  expect(await readFile(join(folder, 'pages', 'CreateWidget.yaml'), 'utf8')).toContain('updated: 2026-02-03');
  expect(await readdir(join(folder, 'sources'))).toStrictEqual([
    expect.stringMatching(/^2026-02-03\..*api-docs\.json$/),
  ]);
  await expect(importContract([`${api.url}/none`], { out: folder })).rejects.toThrow(
    /it answers with status 404/,
  );
});

test('imports an operation with two names that differ in signs alone, and lists the second', async () => {
  const folder = temporaryFolderOfTest();
  const file = join(folder, 'workshop.json');
  const parsed = JSON.parse(source('Valid values: 8 to 64.')) as { apis: Record<string, unknown> };
  const twice = ['Page-No', 'PageNo'].map((name) => ({
    name,
    in: 'query',
    schema: { type: 'integer', required: true },
  }));
  parsed.apis['ListWidgets'] = { methods: ['post'], parameters: twice, responses: {} };
  await writeFile(file, JSON.stringify(parsed));
  await importContract([file], { out: folder, json: true });

  expect(JSON.parse(printed.text())).toMatchObject({ operations: 2, skipped: [] });
  expect(await readFile(join(folder, 'overlays', 'ListWidgets.yaml'), 'utf8')).toContain(
    'PageNo: its name differs from "Page-No" in capitals or signs alone: it is not added',
  );
});
