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
import { factsOf } from './facts.ts';
import { layouts, writePage } from './fixtures/written-page.ts';
import { importDocuments, type Imported } from './import.ts';
import { readSource } from './read-source.ts';
import type { SourceDocument } from './source-document.ts';

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

describe.skipIf(!existsSync(`${shared}/vendor-metadata`))('a page that is written from the metadata', () => {
  const names = { product: 'cdn', version: '2018-05-10' };

  test.each(
    layouts.flatMap((layout) => (['en', 'zh'] as const).map((language) => [layout, language] as const)),
  )('says the same, as %s in %s', (layout, language) => {
    const file = `${shared}/vendor-metadata/cdn.${language}.api-docs.json`;
    const { apis } = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly apis: Readonly<Record<string, JsonObject>>;
    };

    for (const [operation, whole] of Object.entries(apis)) {
      const api = withoutKeywords(whole) as JsonObject;
      const page = writePage(operation, api, layout, language);
      const [fromPage] = readSource(
        { name: `${operation}.${layout === 'html' ? 'html' : 'txt'}`, text: page, date: '' },
        names,
      );
      const [fromMetadata] = readSource(
        { name: `${operation}.api.json`, text: JSON.stringify(api), date: '' },
        names,
      );

      // With dotted names, nothing is said of a list of objects itself.
      const unsaid = layout === 'dotted' ? ['maxItems', 'required'] : [];
      expect(differences(fromMetadata, fromPage, unsaid), operation).toStrictEqual([]);
    }
  });
});

/** Metadata without what no page prints: keywords, how lists are sent, spaces around texts. */
function withoutKeywords(value: unknown): unknown {
  if (typeof value === 'string') return value.trim();
  if (Array.isArray(value)) return value.map(withoutKeywords);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(
    ([name, member]) => !(keywordNames.has(name) && typeof member !== 'object') && name !== 'enum',
  );
  return Object.fromEntries(kept.map(([name, member]) => [name, withoutKeywords(member)]));
}

const keywordNames = new Set([
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'pattern',
  'default',
  'style',
]);

/** In what is read of parameters and errors. */
function differences(
  one: SourceDocument | undefined,
  other: SourceDocument | undefined,
  unsaid: readonly string[],
): unknown {
  if (!one || !other) return 'one of them has no operation';
  return comparePages(factsOf(one).page, factsOf(other).page).filter(
    ({ place, fact, after }) =>
      !place.startsWith('answer ') &&
      fact !== 'rate limit' &&
      !(unsaid.includes(fact) && after === undefined),
  );
}

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
