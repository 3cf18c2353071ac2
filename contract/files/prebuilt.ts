/**
 * The documents of a contract folder as a program reads them fastest: `openapi/documents.jsonl`.
 *
 * Its first line lists the operations: the outline of each, the position of its document in the file, and the sources from which it
 * was built. Each further line is a document. A document is parsed when its operation is first used.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DeferredDocument } from '../contract.ts';
import { ContractError } from '../contract-error.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { common, products } from '../openapi/common.ts';
import { outlineOf } from '../operation/outline.ts';

/** Where the file stands in a contract folder. */
export const prebuiltFile = 'openapi/documents.jsonl';

/** The sources of a document, by path in the contract folder. Missing ones are left out. */
type SourceHashes = Readonly<Record<string, SourceStamp>>;

interface SourceStamp {
  /** In bytes. */
  readonly size: number;
  /** SHA-256 of the content. */
  readonly hash: string;
}

interface PrebuiltHead {
  readonly comment: string;
  /** The sources of all documents. */
  readonly shared: SourceHashes;
  /** SHA-256 of this package's own `common.yaml` and product files. */
  readonly ours: string;
  readonly operations: readonly {
    readonly name: string;
    readonly outline: JsonObject;
    readonly sources: SourceHashes;
    /** In bytes, from the end of the first line. */
    readonly start: number;
    readonly end: number;
  }[];
}

/** The content of `openapi/documents.jsonl` for the documents of a folder, by the names of their pages. */
export function writePrebuilt(folder: string, documents: ReadonlyMap<string, JsonObject>): string {
  const lines: string[] = [];
  let start = 0;
  const operations = [...documents].map(([name, document]) => {
    const line = JSON.stringify(document);
    lines.push(line);
    const end = start + Buffer.byteLength(line);
    const place = {
      name,
      outline: outlineOf(document),
      sources: stampsOf(folder, sourcesOf(name)),
      start,
      end,
    };
    start = end + 1;
    return place;
  });
  const head: PrebuiltHead = {
    comment: 'Made from ../pages and ../overlays by "understudy contract build". Not to be edited.',
    shared: stampsOf(folder, sharedSources(folder)),
    ours: hashOfOurs(),
    operations,
  };
  return `${[JSON.stringify(head), ...lines].join('\n')}\n`;
}

/**
 * The documents of a folder, if all of them are there and none of their sources has changed since; undefined otherwise.
 *
 * Throws ContractError for a file that is damaged.
 */
export function readPrebuilt(folder: string): readonly DeferredDocument[] | undefined {
  const file = join(folder, prebuiltFile);
  const built = statSync(file, { throwIfNoEntry: false });
  if (!built) return undefined;
  const content = readFileSync(file);
  const bodyStart = content.indexOf('\n') + 1;
  const head = readLine(file, content.toString('utf8', 0, bodyStart)) as object as PrebuiltHead; // as it was written
  const isFresh = (sources: SourceHashes, paths: readonly string[]): boolean =>
    paths.every((path) => isUnchanged(join(folder, path), sources[path], built.mtimeMs));
  const names = pagesOf(folder);
  const isWhole =
    head.ours === hashOfOurs() &&
    isFresh(head.shared, [...new Set([...sharedSources(folder), ...Object.keys(head.shared)])]) &&
    names.length === head.operations.length &&
    head.operations.every(
      ({ name, sources }, index) => name === names[index] && isFresh(sources, sourcesOf(name)),
    );
  if (!isWhole) return undefined;
  return head.operations.map(({ outline, start, end }) => ({
    outline,
    read: () => readLine(file, content.toString('utf8', bodyStart + start, bodyStart + end)),
  }));
}

function readLine(file: string, line: string): JsonObject {
  let problem: unknown;
  try {
    const value = JSON.parse(line) as Json;
    if (isObject(value)) return value;
  } catch (cause) {
    problem = cause;
  }
  throw new ContractError(
    `Failed to read "${file}": it is damaged. Remove it, or make it again with "understudy contract build".`,
    { cause: problem },
  );
}

function sourcesOf(name: string): readonly string[] {
  return ['pages', 'overlays', 'requirements'].map((kind) => `${kind}/${name}.yaml`);
}

function sharedSources(folder: string): readonly string[] {
  return ['common.yaml', ...yamlIn(join(folder, 'products')).map((name) => `products/${name}.yaml`)];
}

/** The names of a folder's pages, sorted. */
export function pagesOf(folder: string): readonly string[] {
  return yamlIn(join(folder, 'pages'));
}

/** The names of the YAML files of a folder, without extension, sorted; empty if the folder does not exist. */
export function yamlIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .toSorted();
}

function stampsOf(folder: string, paths: readonly string[]): SourceHashes {
  const stamps = paths.flatMap((path): readonly [string, SourceStamp][] => {
    const file = join(folder, path);
    if (!existsSync(file)) return [];
    const content = readFileSync(file);
    return [[path, { size: content.length, hash: hashOf(content) }]];
  });
  return Object.fromEntries(stamps);
}

/** Compares size and time first, then content: copying or checking out a file changes its time. */
function isUnchanged(file: string, stamp: SourceStamp | undefined, builtAt: number): boolean {
  const now = statSync(file, { throwIfNoEntry: false });
  if (!now || !stamp) return !now && !stamp;
  if (now.size !== stamp.size) return false;
  // Whole milliseconds: not every file system and tool keeps more of a time.
  return Math.floor(now.mtimeMs) < Math.floor(builtAt) || hashOf(readFileSync(file)) === stamp.hash;
}

/** This package's files, used where the folder has no such file. */
function hashOfOurs(): string {
  return hashOf(JSON.stringify([common, products]));
}

function hashOf(content: string | Buffer): string {
  // Not imported: a start that reads no files of a contract does without it.
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(content).digest('base64url');
}
