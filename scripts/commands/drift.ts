/** `understudy contract drift`: compares the vendor's current documentation with the contract. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Contract } from '../../contract/contract.ts';
import { loadContract } from '../../contract/files/load.ts';
import { readYaml } from '../../contract/files/read-yaml.ts';
import { comparePages, type FactDifference } from '../../contract/import/compare.ts';
import { ImportError } from '../../contract/import/import-error.ts';
import { importDocuments } from '../../contract/import/import.ts';
import { readSource } from '../../contract/import/read-source.ts';
import type { SourceDocument } from '../../contract/import/source-document.ts';
import { isObject, type Json, type JsonObject } from '../../contract/json.ts';
import { generateScenarios } from '../../scenarios/generate.ts';
import { exitCodes } from '../cli/exit.ts';
import { packageRoot } from '../cli/package-root.ts';
import { readSources } from '../import/read-sources.ts';

export interface DriftFlags {
  readonly contract?: string;
  readonly lang?: 'en' | 'zh';
  readonly json?: boolean;
}

interface DriftChange extends FactDifference {
  /** Ids of the contract's rules about the place, and how many scenarios exercise them. */
  readonly rules: readonly string[];
  readonly scenarios: number;
}

interface Drift {
  readonly operation: string;
  readonly product: string;
  readonly changes: readonly DriftChange[];
  /** Whether only the wording changed. */
  readonly reworded: boolean;
  /** Whether a source that has all of the product's operations does not have this one. */
  readonly removed: boolean;
}

/** Exit code 1 if facts have changed or an operation is gone; 0 where one is new. Throws ImportError and ContractError. */
export async function reportDrift(paths: readonly string[], flags: DriftFlags): Promise<void> {
  const pages = readPages(flags.contract);
  const contract = flags.contract === undefined ? loadContract() : loadContract(flags.contract);
  const documents = (await readSources(paths)).flatMap((source) => readSource(source));
  const chosen =
    flags.lang === undefined ? documents : documents.filter(({ language }) => language === flags.lang);
  const fresh = importDocuments(
    chosen.filter(({ operation, product }) => pageOf(pages, operation, product) !== undefined),
  ).operations;
  const removed = pages.filter((page) => isRemoved(page, documents));
  if (fresh.length === 0 && removed.length === 0)
    throw new ImportError(
      `Failed to compare "${paths.join(', ')}": the contract has none of its operations. The contract has ${pages
        .slice(0, 5)
        .map((page) => String(page['operation']))
        .join(', ')}.`,
    );
  const compared = fresh.map(({ operation, product, facts }): Drift => {
    const before = pageOf(pages, operation, product) ?? {};
    const changes = comparePages(before, facts.page)
      .filter((difference) => isComparable(difference, before, facts.page))
      .map((difference) => ({ ...difference, ...touchedBy(difference, contract, operation) }));
    const reworded = changes.length === 0 && isReworded(before, facts.page);
    return { operation, product, changes, reworded, removed: false };
  });
  const drifts = [...compared, ...removed.map((page) => removal(page, contract))];
  const added = chosen.filter(({ operation, product }) => pageOf(pages, operation, product) === undefined);
  const names = [...new Set(added.map(({ operation }) => operation))];
  process.stdout.write(
    flags.json === true ? `${JSON.stringify({ operations: drifts, added: names })}\n` : tell(drifts, names),
  );
  if (drifts.some(({ changes }) => changes.length > 0)) process.exitCode = exitCodes.fallsShort;
}

/** Several products may have an operation of one name. A source that does not say its product is about any. */
function pageOf(pages: readonly JsonObject[], operation: string, product: string): JsonObject | undefined {
  const isProduct = (page: JsonObject): boolean =>
    ['', 'unknown'].includes(product) || String(page['product']).toLowerCase() === product.toLowerCase();
  return pages.find((page) => page['operation'] === operation && isProduct(page));
}

/** What only one of two languages has is documented, whichever of them is compared. */
function isRemoved(page: JsonObject, documents: readonly SourceDocument[]): boolean {
  const [name, product, version] = ['operation', 'product', 'version'].map((fact) => String(page[fact]));
  const ofProduct = documents.filter(
    (document) =>
      document.isOfWholeProduct === true &&
      document.product.toLowerCase() === product?.toLowerCase() &&
      ['unknown', version].includes(document.version),
  );
  return ofProduct.length > 0 && ofProduct.every(({ operation }) => operation !== name);
}

/** Everything about the operation is touched. */
function removal(page: JsonObject, contract: Contract): Drift {
  const [name, product] = [String(page['operation']), String(page['product'])];
  const operation = [...contract.values()].find(({ action }) => action === name);
  const rules = operation?.rules.map(({ id }) => id) ?? [];
  const scenarios = operation ? generateScenarios(operation, contract).length : 0;
  const change = { place: '', fact: 'operation', before: 'documented', after: undefined, rules, scenarios };
  return { operation: name, product, changes: [change], reworded: false, removed: true };
}

/** The pages of facts below a contract's folder. */
function readPages(named: string | undefined): readonly JsonObject[] {
  const folder = named ?? join(packageRoot(), 'contract');
  const below = join(folder, 'pages');
  const files = existsSync(below) ? readdirSync(below).filter((file) => /\.ya?ml$/.test(file)) : [];
  if (files.length === 0 && named === undefined)
    throw new ImportError(
      'Failed to compare with the contract of this package: its pages are in a clone only. Name the folder of yours with --contract.',
    );
  if (files.length === 0)
    throw new ImportError(
      `Failed to compare with "${folder}": it has no "pages". Name a folder that "contract import" wrote, or one with pages of your own.`,
    );
  return files.map((file) => readYaml(join(below, file))).filter(isObject);
}

/** A source without permissions, such as the vendor's metadata, does not remove any. */
function isComparable({ fact, before, after }: FactDifference, old: JsonObject, fresh: JsonObject): boolean {
  if (fact === 'permission') return before !== undefined && after !== undefined;
  return fact !== 'rate limit' || (old['rateLimit'] !== undefined && fresh['rateLimit'] !== undefined);
}

function isReworded(before: JsonObject, after: JsonObject): boolean {
  const wording = ({ page }: JsonObject): Json | undefined => (isObject(page) ? page['wording'] : undefined);
  return wording(before) !== undefined && wording(before) !== wording(after);
}

function touchedBy(
  { place, fact }: FactDifference,
  contract: Contract,
  name: string,
): Pick<DriftChange, 'rules' | 'scenarios'> {
  const operation = [...contract.values()].find(({ action }) => action === name);
  if (!operation) return { rules: [], scenarios: 0 };
  const code = place.startsWith('error ')
    ? place.slice('error '.length)
    : fact === 'rate limit'
      ? operation.rateLimit?.error
      : undefined;
  const rules = operation.rules.filter(({ path, keyword, limit, error }) => {
    const names = path.map((step) => (step === '[]' ? 'N' : step));
    const own = (keyword === 'required' ? [...names, String(limit)] : names).join('.');
    return code === undefined
      ? place !== '' && (own === place || own.startsWith(`${place}.`))
      : error === code;
  });
  const scenarios = generateScenarios(operation, contract).filter(
    ({ id, exercises }) => exercises === code || rules.some((rule) => id.startsWith(rule.id)),
  );
  return { rules: rules.map(({ id }) => id), scenarios: scenarios.length };
}

function tell(drifts: readonly Drift[], added: readonly string[]): string {
  const lines = drifts.flatMap(({ operation, changes, reworded, removed }) => {
    if (removed) return changes.map((change) => `${operation}: not documented any more${touched(change)}`);
    if (changes.length === 0)
      return [`${operation}: ${reworded ? 'reworded, and read as before' : 'as before'}`];
    return [`${operation}: ${changes.length} changes`, ...changes.map(describe)];
  });
  const some = added.length > 5 ? [...added.slice(0, 5), '…'] : added;
  const rest =
    added.length > 0
      ? [`${added.length} operations of the source are not in the contract: ${some.join(', ')}`]
      : [];
  return `${[...lines, ...rest].join('\n')}\n`;
}

function describe(change: DriftChange): string {
  const { place, fact, before, after } = change;
  const where = place === '' ? fact : `${place}, ${fact}`;
  return `  ${where}: ${show(before)} -> ${show(after)}${touched(change)}`;
}

function touched({ rules, scenarios }: DriftChange): string {
  return rules.length === 0 && scenarios === 0
    ? ''
    : ` (touches ${rules.length} rules, ${scenarios} scenarios)`;
}

function show(value: Json | undefined): string {
  return value === undefined ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(value);
}
