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
import { figure, print, share, shareOf, type ResultLine } from './figures.ts';
import { scoreMetadata } from './metadata-structure.ts';
import { playExamples } from './play.ts';
import { scoreProse, sumOf, type ProseScore } from './prose.ts';
import { scoreStructure } from './structure.ts';

const folder = process.argv[2] ?? join('..', 'shared', 'vendor-metadata');
const files = filesIn(folder).filter((file) => file.endsWith('api-docs.json'));
if (files.length === 0) {
  process.stderr.write(
    `Failed to find metadata in "${folder}": it has no file NAME.api-docs.json. Name another folder.\n`,
  );
  process.exit(2);
}

let missed = 0;
const metadata: SourceDocument[] = [];
for (const file of files) {
  const imported = importFile(file);
  metadata.push(...imported.documents);
  missed += print(await linesOf(imported));
}
missed += print(linesOfProse(metadata));
missed += print(linesOfPages(metadata));
if (missed > 0) process.exitCode = 1;

interface ImportedFile {
  readonly name: string;
  readonly content: JsonObject;
  readonly documents: readonly SourceDocument[];
  readonly imported: Imported;
  readonly built: readonly JsonObject[];
  readonly seconds: number;
}

function importFile(file: string): ImportedFile {
  const started = performance.now();
  const text = readFileSync(join(folder, file), 'utf8');
  const documents = readSource({ name: file, text, date: '' });
  const imported = importDocuments(documents);
  const built = imported.operations.map(({ facts, overlay }) =>
    buildDocument({ page: facts.page, common, products: [products], overlays: [overlay] }),
  );
  return {
    name: file.replace('.api-docs.json', ''),
    content: JSON.parse(text) as JsonObject,
    documents,
    imported,
    built,
    seconds: (performance.now() - started) / 1000,
  };
}

async function linesOf(file: ImportedFile): Promise<readonly ResultLine[]> {
  const { name, content, documents, imported, built, seconds } = file;
  const { codes, sentences, disagreements } = summarise(imported, built);
  const played = await playExamples(readContract(built));
  const megabytes = Math.round(process.memoryUsage().rss / 2 ** 20);
  const { kept, compared, misses } = scoreMetadata(content, imported, built);
  return [
    `\n${name}: ${documents.length} operations`,
    ...played.unexplained.map((line) => `    ${line}`),
    figure(
      'imported and built',
      `${built.length} of ${documents.length}`,
      'all',
      built.length === documents.length,
    ),
    figure(
      'examples played: success, or a refusal with its rule',
      `${played.explained} of ${played.operations}`,
      'all',
      played.explained === played.operations,
    ),
    figure('  of these accepted', `${played.accepted}`),
    figure(
      'codes with one violation',
      `${codes.reachable + codes.assumed} of ${codes.documented}`,
      `${codes.assumed} assumed`,
    ),
    figure('sentences read; with something to read, and not read', `${sentences.read}; ${sentences.notRead}`),
    figure('places where the source contradicts itself', String(disagreements)),
    figure('seconds to import and build', seconds.toFixed(1), '10', seconds < 10),
    figure('megabytes', String(megabytes), '500', megabytes < 500),
    ...[...scoreProse(documents)].flatMap(([keyword, score]) => lineOfKeyword(keyword, score)),
    figure(
      'structure from metadata: pages and built documents',
      shareOf(kept, compared),
      '1.000',
      kept === compared,
    ),
    ...misses.slice(0, 5).map((miss) => `    ${miss}`),
  ];
}

function lineOfKeyword(
  keyword: string,
  { agree, both, recalled, stated }: ProseScore,
): readonly ResultLine[] {
  if (both === 0) return [];
  return [
    `    ${keyword.padEnd(10)} agreement ${share(agree, both)} of ${both}, recall ${share(recalled, stated)} of ${stated}`,
  ];
}

/** Prose against keywords, of all files of a language together. */
function linesOfProse(documents: readonly SourceDocument[]): readonly ResultLine[] {
  return [...Map.groupBy(documents, ({ language }) => language)].flatMap(([language, members]) => {
    // Counts of items are shown and not summed: the vendor's keyword is often one more than its own sentence.
    const summed = [...scoreProse(members)].filter(([keyword]) => !keyword.endsWith('Items'));
    const { agree, both, recalled, stated } = sumOf(summed.map(([, score]) => score));
    const title = `prose against keywords, ${language === 'zh' ? 'Chinese' : 'English'}`;
    return [
      figure(`${title}: agreement`, shareOf(agree, both), '0.90', agree >= 0.9 * both),
      figure(`${title}: recall`, shareOf(recalled, stated), '0.85', recalled >= 0.85 * stated),
    ];
  });
}

/** The pages that stand beside the metadata, those of operations that the metadata has too. */
function linesOfPages(documents: readonly SourceDocument[]): readonly ResultLine[] {
  const scores = ['vendor-pages', 'documentation']
    .map((name) => join(folder, '..', name))
    .flatMap((pages) => filesIn(pages).map((name) => ({ name, path: join(pages, name) })))
    .filter(({ name }) => !name.startsWith('README'))
    .flatMap(({ name, path }) => {
      const [page] = readSource({ name, text: readFileSync(path, 'utf8'), date: '' });
      const other = page && documents.find((document) => isOfSameOperation(document, page));
      return page && other ? [{ name, ...scoreStructure(page, other) }] : [];
    });
  if (scores.length === 0) return [];
  const agree = scores.reduce((sum, score) => sum + score.agree, 0);
  const compared = scores.reduce((sum, score) => sum + score.compared, 0);
  return [
    '\npages against the metadata of their operations, in what both have',
    ...scores.flatMap((score) => [
      `    ${score.name}: ${score.agree} of ${score.compared}`,
      ...score.differences.map((difference) => `      ${difference}`),
    ]),
    figure(
      'structure from pages: nesting, types, required, statuses',
      shareOf(agree, compared),
      '0.99',
      agree >= 0.99 * compared,
    ),
  ];
}

function isOfSameOperation(metadata: SourceDocument, page: SourceDocument): boolean {
  return (
    metadata.operation === page.operation &&
    metadata.language === page.language &&
    (page.product === 'unknown' || metadata.product.toLowerCase() === page.product.toLowerCase())
  );
}

function filesIn(path: string): readonly string[] {
  return existsSync(path) ? readdirSync(path).toSorted() : [];
}
