/**
 * What the import reaches, printed with its bars: `npm run bench:import [FOLDER]`.
 *
 * FOLDER holds the vendor's metadata, as NAME.en.api-docs.json and NAME.zh.api-docs.json, by default ../shared/vendor-metadata.
 * Exit code 1 where a bar is missed.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildDocument } from '../../../contract/build/document.ts';
import { readContract } from '../../../contract/contract.ts';
import { importDocuments, type Imported } from '../../../contract/import/import.ts';
import { readSource } from '../../../contract/import/read-source.ts';
import type { SourceDocument } from '../../../contract/import/source-document.ts';
import { summarise } from '../../../contract/import/summary.ts';
import type { JsonObject } from '../../../contract/json.ts';
import { common, products } from '../../../contract/openapi/common.ts';
import { scoreMetadata } from './metadata-structure.ts';
import { playExamples } from './play.ts';
import { scoreProse, type Score } from './prose.ts';
import { scoreStructure } from './structure.ts';

const folder = process.argv[2] ?? join('..', 'shared', 'vendor-metadata');
const files = existsSync(folder)
  ? readdirSync(folder)
      .filter((file) => file.endsWith('api-docs.json'))
      .toSorted()
  : [];
if (files.length === 0) {
  process.stderr.write(
    `Failed to find metadata in "${folder}": it has no file NAME.api-docs.json. Name another folder.\n`,
  );
  process.exitCode = 2;
}

let missed = 0;

function row(what: string, figure: string, bar: string, isMet: boolean): void {
  if (!isMet) missed += 1;
  process.stdout.write(`${isMet ? '✓' : '✗'} ${what.padEnd(58)} ${figure.padStart(22)}   ${bar}\n`);
}

const share = (part: number, whole: number): string => (whole === 0 ? '-' : (part / whole).toFixed(3));

const byLanguage = new Map<string, Score[]>();
const all: SourceDocument[] = [];

for (const file of files) {
  const started = performance.now();
  const text = readFileSync(join(folder, file), 'utf8');
  const documents = readSource({ name: file, text, date: '' });
  all.push(...documents);
  const imported = importDocuments(documents);
  const built = imported.operations.map(({ facts, overlay }) =>
    buildDocument({ page: facts.page, common, products: [products], overlays: [overlay] }),
  );
  const seconds = (performance.now() - started) / 1000;
  await measure(file.replace('.api-docs.json', ''), documents, imported, built, seconds);
  compareWithMetadata(JSON.parse(text) as JsonObject, imported, built);
}

for (const [language, scores] of byLanguage) {
  const total = (name: keyof Score): number => scores.reduce((sum, score) => sum + score[name], 0);
  const [agree, both, recalled, stated] = [total('agree'), total('both'), total('recalled'), total('stated')];
  row(
    `prose against keywords, ${language}: agreement`,
    `${share(agree, both)} (${agree}/${both})`,
    '0.90',
    agree >= 0.9 * both,
  );
  row(
    `prose against keywords, ${language}: recall`,
    `${share(recalled, stated)} (${recalled}/${stated})`,
    '0.85',
    recalled >= 0.85 * stated,
  );
}
comparePages();
if (missed > 0) process.exitCode = 1;

/** Names, nesting, order, types, required, examples, codes, statuses and messages. */
function compareWithMetadata(file: JsonObject, imported: Imported, built: readonly JsonObject[]): void {
  const { kept, compared, misses } = scoreMetadata(file, imported, built);
  row(
    'structure from metadata: pages and built documents',
    `${share(kept, compared)} (${kept}/${compared})`,
    '1.000',
    kept === compared,
  );
  for (const miss of misses.slice(0, 5)) process.stdout.write(`    ${miss}\n`);
}

/** The pages beside the metadata, those of an operation that the metadata has too. */
function comparePages(): void {
  const files = ['vendor-pages', 'documentation']
    .map((name) => join(folder, '..', name))
    .filter((path) => existsSync(path))
    .flatMap((path) => readdirSync(path).map((file) => ({ name: file, path: join(path, file) })))
    .filter(({ name }) => !name.startsWith('README'));
  let sum = [0, 0] as [number, number];
  process.stdout.write('\npages against the metadata of their operations, in what both have\n');
  for (const { name, path } of files) {
    const [page] = readSource({ name, text: readFileSync(path, 'utf8'), date: '' });
    const metadata = all.find(
      ({ operation, language, product }) =>
        operation === page?.operation &&
        language === page.language &&
        (page.product === 'unknown' || product.toLowerCase() === page.product.toLowerCase()),
    );
    if (!page || !metadata) continue;
    const { agree, compared, differences } = scoreStructure(page, metadata);
    sum = [sum[0] + agree, sum[1] + compared];
    process.stdout.write(`    ${name}: ${agree} of ${compared}\n`);
    for (const difference of differences) process.stdout.write(`      ${difference}\n`);
  }
  if (sum[1] > 0)
    row(
      'structure from pages: nesting, types, required, statuses',
      `${share(sum[0], sum[1])} (${sum[0]}/${sum[1]})`,
      '0.99',
      sum[0] >= 0.99 * sum[1],
    );
}

async function measure(
  name: string,
  documents: readonly SourceDocument[],
  imported: Imported,
  built: readonly JsonObject[],
  seconds: number,
): Promise<void> {
  const { codes, sentences, disagreements } = summarise(imported, built);
  const played = await playExamples(readContract(built));
  const megabytes = Math.round(process.memoryUsage().rss / 2 ** 20);
  process.stdout.write(`\n${name}: ${documents.length} operations\n`);
  row(
    'imported and built',
    `${built.length} of ${documents.length}`,
    'all',
    built.length === documents.length,
  );
  row(
    'examples played: success, or a refusal with its rule',
    `${played.answered} of ${played.operations}`,
    'all',
    played.answered === played.operations,
  );
  row('  of these accepted', `${played.accepted}`, '', true);
  row(
    'codes with one violation',
    `${codes.reachable + codes.assumed} of ${codes.documented}`,
    `${codes.assumed} assumed`,
    true,
  );
  row(
    'sentences read; with something to read, and not read',
    `${sentences.read}; ${sentences.notRead}`,
    '',
    true,
  );
  row('places where the source contradicts itself', String(disagreements), '', true);
  row('seconds to import and build', seconds.toFixed(1), '10', seconds < 10);
  row('megabytes', String(megabytes), '500', megabytes < 500);
  const { scores } = scoreProse(documents);
  const language = documents[0]?.language === 'zh' ? 'Chinese' : 'English';
  // Counts of items are shown and not summed: the vendor's keyword is often one more than its own sentence.
  const summed = [...scores].filter(([keyword]) => !keyword.endsWith('Items')).map(([, score]) => score);
  byLanguage.set(language, [...(byLanguage.get(language) ?? []), ...summed]);
  for (const [keyword, { agree, both, recalled, stated }] of scores)
    if (both > 0)
      process.stdout.write(
        `    ${keyword.padEnd(10)} agreement ${share(agree, both)} of ${both}, recall ${share(recalled, stated)} of ${stated}\n`,
      );
}
