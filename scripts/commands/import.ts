/** `understudy contract import`: documented operations in, a contract to play and to check out. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildDocument } from '../../contract/build/document.ts';
import { readOperation } from '../../contract/operation/operation.ts';
import { buildDocuments } from '../../contract/files/contract-files.ts';
import { prebuiltFile, writePrebuilt } from '../../contract/files/prebuilt.ts';
import { common, products } from '../../contract/openapi/common.ts';
import { ContractError } from '../../contract/contract-error.ts';
import { ImportError } from '../../contract/import/import-error.ts';
import { importDocuments, type Imported, type ImportedOperation } from '../../contract/import/import.ts';
import { readSource } from '../../contract/import/read-source.ts';
import { summarise, type ImportSummary } from '../../contract/import/summary.ts';
import type { SourceDocument } from '../../contract/import/source-document.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../contract/json.ts';
import { globToRegExp } from '../../scenarios/scenario/glob.ts';
import { writeFile } from '../cli/write-file.ts';
import { readSources, type ReadSource } from '../import/read-sources.ts';
import { settledIn, withSettled } from '../import/settled.ts';
import { documentFile, overlayFile, pageFile } from '../import/write-import.ts';

export interface ImportFlags {
  readonly operation?: readonly string[];
  readonly lang?: 'en' | 'zh';
  readonly out: string;
  readonly json?: boolean;
  readonly product?: string;
  readonly apiVersion?: string;
}

/** Nothing is written unless every source can be read and every operation be built. Throws ImportError and ContractError. */
export async function importContract(paths: readonly string[], flags: ImportFlags): Promise<void> {
  const sources = await readSources(paths);
  const documents = choose(
    sources.flatMap((source) =>
      readSource(source, {
        ...(flags.product !== undefined && { product: flags.product }),
        ...(flags.apiVersion !== undefined && { version: flags.apiVersion }),
      }),
    ),
    flags,
  );
  const fresh = importDocuments(documents);
  refuseNothing(fresh, paths);
  const { imported, documents: built } = buildAll({
    ...fresh,
    operations: await Promise.all(fresh.operations.map((one) => keepSettled(one, flags.out))),
  });
  const summary = summarise(imported, built);
  await writeAll(imported, built, sources, flags.out);
  process.stdout.write(
    flags.json === true ? `${JSON.stringify(summary)}\n` : tell(summary, imported, flags.out),
  );
}

function choose(
  documents: readonly SourceDocument[],
  { operation: globs, lang }: ImportFlags,
): readonly SourceDocument[] {
  const chosen = documents.filter(({ operation }) =>
    (globs ?? ['*']).some((glob) => globToRegExp(glob).test(operation)),
  );
  if (chosen.length === 0) {
    const names = documents
      .map(({ operation }) => operation)
      .slice(0, 5)
      .join(', ');
    throw new ImportError(
      `Failed to import "${(globs ?? []).join(', ')}": the sources have no such operation. They have ${names}${documents.length > 5 ? ' …' : ''}.`,
    );
  }
  // Of several sources of one operation the first is the one that others are held against.
  return lang === undefined
    ? chosen
    : chosen.toSorted((a, b) => Number(b.language === lang) - Number(a.language === lang));
}

/** What a person has settled in the overlay that stands there stays. */
async function keepSettled(operation: ImportedOperation, out: string): Promise<ImportedOperation> {
  const file = join(out, 'overlays', `${operation.name}.yaml`);
  const settled = existsSync(file) ? settledIn(await readFile(file, 'utf8')) : [];
  const draft = operation.overlay['actions'];
  const actions = withSettled(
    isArray(draft ?? null) ? (draft as readonly Json[]).filter(isObject) : [],
    settled,
  );
  return { ...operation, overlay: { ...operation.overlay, actions } };
}

function refuseNothing({ operations, skipped }: Imported, paths: readonly string[]): void {
  const [first] = skipped;
  if (operations.length > 0) return;
  const reason = first?.reason ?? 'there is no operation in it';
  const wayOut = reason.includes('product')
    ? 'Name the product with --product'
    : /ROA|no operation/.test(reason)
      ? 'Give an operation of style RPC'
      : 'Correct the source';
  throw new ImportError(`Failed to import "${first?.operation ?? paths.join(', ')}": ${reason}. ${wayOut}.`);
}

interface Built {
  readonly imported: Imported;
  /** In the order of the operations. */
  readonly documents: readonly JsonObject[];
}

/**
 * Build each operation. One that cannot be built is skipped with the reason, so that one odd operation does not keep back a
 * product; where somebody has settled something in it, or there is no other, that is an error. Throws ContractError.
 */
function buildAll(imported: Imported): Built {
  const operations: ImportedOperation[] = [];
  const documents: JsonObject[] = [];
  const skipped = [...imported.skipped];
  for (const operation of imported.operations) {
    const { name, facts, overlay } = operation;
    try {
      const document = buildDocument({ page: facts.page, common, products: [products], overlays: [overlay] });
      readOperation(document);
      operations.push(operation);
      documents.push(document);
    } catch (cause) {
      if (!(cause instanceof ContractError)) throw cause;
      if (hasSettled(overlay) || imported.operations.length === 1)
        throw new ContractError(`${name}: ${cause.message}`, { cause });
      skipped.push({ operation: name, reason: cause.message });
    }
  }
  return { imported: { operations, skipped }, documents };
}

function hasSettled({ actions }: JsonObject): boolean {
  const list = actions !== undefined && isArray(actions) ? actions.filter(isObject) : [];
  return list.some((action) => action['x-drafted'] === undefined);
}

async function writeAll(
  { operations }: Imported,
  built: readonly JsonObject[],
  sources: readonly ReadSource[],
  out: string,
): Promise<void> {
  const files = operations.flatMap((operation, index) => {
    const document = built[index] ?? {};
    return [
      [`pages/${operation.name}.yaml`, pageFile(operation)],
      [`overlays/${operation.name}.yaml`, overlayFile(operation, document)],
      [`openapi/${operation.name}.yaml`, documentFile(document)],
    ] as const;
  });
  const fetched = sources
    .filter(({ isRemote }) => isRemote)
    .map(({ name, text, date }) => [`sources/${fileNameOf(name, date)}`, text] as const);
  for (const [path, content] of [...files, ...fetched]) await writeFile(join(out, path), content);
  const known = new Map(operations.map(({ name }, index) => [name, built[index] ?? {}]));
  await writeFile(join(out, prebuiltFile), writePrebuilt(out, buildDocuments(out, known)));
}

/** An address as a file's name, with the day it was fetched. */
function fileNameOf(address: string, date: string): string {
  const { host, pathname } = new URL(address);
  const bare = `${host}${pathname}`.replaceAll(/[^A-Za-z0-9.-]+/g, '_').replaceAll(/^_+|_+$/g, '');
  return `${date === '' ? 'undated' : date}.${bare}`;
}

function tell(summary: ImportSummary, imported: Imported, out: string): string {
  const { codes, sentences } = summary;
  const unnamed = imported.operations.filter(
    ({ product, version }) => product === 'unknown' || version === 'unknown',
  );
  const lines = [
    `${counted(summary.operations, 'operation')} imported into ${out}`,
    `${codes.reachable + codes.assumed} of ${counted(codes.documented, 'documented code')} can be had with one violation, ${codes.assumed} of them by assumption; ${codes.open} left to you`,
    `${counted(sentences.read, 'sentence')} read; ${counted(sentences.notRead, 'thing')} that may matter not read, and listed in the overlays`,
    ...(summary.disagreements > 0
      ? [`${counted(summary.disagreements, 'place')} where two things are said; both stand in the overlays`]
      : []),
    ...unnamed.map(
      ({ name }) =>
        `${name}: the source does not say its product and version; --product and --api-version do`,
    ),
    ...imported.skipped.map(({ operation, reason }) => `skipped ${operation}: ${reason}`),
  ];
  return `${lines.join('\n')}\n`;
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}
