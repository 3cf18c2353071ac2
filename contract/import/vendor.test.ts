/** The vendor's own pages and metadata; skipped where they are not at hand. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { buildDocument } from '../build/document.ts';
import type { JsonObject } from '../json.ts';
import { common, products } from '../openapi/common.ts';
import { documents } from '../openapi/documents.ts';
import { readOperation, type Operation } from '../operation/operation.ts';
import { comparePages } from './compare.ts';
import { importDocuments, type Imported } from './import.ts';
import { readSource } from './read-source.ts';

const shared = fileURLToPath(new URL('../../../shared', import.meta.url));
const seed = 'documentation/AddLiveAppRecordConfig.txt';

function importFile(path: string): Imported {
  return importDocuments(
    readSource({ name: path, text: readFileSync(`${shared}/${path}`, 'utf8'), date: '' }),
  );
}

function operationsOf({ operations }: Imported): readonly Operation[] {
  return operations.map(({ facts, overlay }) =>
    readOperation(buildDocument({ page: facts.page, common, products: [products], overlays: [overlay] })),
  );
}

describe.skipIf(!existsSync(`${shared}/${seed}`))('the page of AddLiveAppRecordConfig', () => {
  test('gives the facts that are committed', () => {
    const committed = parse(
      readFileSync(new URL('../pages/AddLiveAppRecordConfig.yaml', import.meta.url), 'utf8'),
    ) as JsonObject;

    expect(importFile(seed).operations[0]?.facts.page).toStrictEqual({
      ...committed,
      page: { ...(committed['page'] as JsonObject), updated: '2025-07-24' },
    });
  });

  test('gives a draft with nine of ten rules that the committed contract calls stated', () => {
    const [draft] = operationsOf(importFile(seed));
    const committed = readOperation(documents['AddLiveAppRecordConfig']);
    const stated = committed.rules.filter(({ evidence }) => evidence === 'stated');
    const held = stated.filter(({ id, error }) =>
      draft?.rules.some((rule) => rule.id === id && rule.error === error),
    );

    expect(stated.length).toBeGreaterThan(20);
    expect(held.length / stated.length).toBeGreaterThanOrEqual(0.9);
  });
});

describe.skipIf(!existsSync(`${shared}/vendor-metadata`))('the metadata of whole products', () => {
  test.each(['live.en', 'live.zh', 'cdn.en', 'cdn.zh'])(
    '%s is imported and built, every operation',
    (file) => {
      const imported = importFile(`vendor-metadata/${file}.api-docs.json`);

      expect(imported.skipped).toStrictEqual([]);
      expect(operationsOf(imported)).toHaveLength(imported.operations.length);
    },
  );
});

describe.skipIf(!existsSync(`${shared}/vendor-metadata`))('the operations beside the documented one', () => {
  const folder = new URL('../pages/', import.meta.url);
  const neighbours = readdirSync(folder)
    .map((file) => file.replace('.yaml', ''))
    .filter((name) => name !== 'AddLiveAppRecordConfig');
  const pages = new Map(
    importFile('vendor-metadata/live.zh.api-docs.json').operations.map(({ operation, facts }) => [
      operation,
      facts.page,
    ]),
  );

  test.each(neighbours)('%s has the facts that the metadata gives', (name) => {
    const committed = parse(readFileSync(new URL(`${name}.yaml`, folder), 'utf8')) as JsonObject;

    expect(comparePages(committed, pages.get(name) ?? {})).toStrictEqual([]);
    expect(committed['page']).toMatchObject({
      wording: (pages.get(name) as { readonly page: JsonObject } | undefined)?.page['wording'],
    });
  });
});
