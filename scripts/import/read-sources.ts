/** The sources of an import: files, folders of files, and addresses. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ImportError } from '../../contract/import/import-error.ts';
import { reasonOf } from '../../contract/text/reason.ts';
import type { SourceText } from '../../contract/import/read-source.ts';

export interface ReadSource extends SourceText {
  /** Fetched: kept beside what it becomes. */
  readonly isRemote: boolean;
}

/** Throws ImportError for a path that cannot be opened and an address that does not answer with 200. */
export async function readSources(paths: readonly string[]): Promise<readonly ReadSource[]> {
  const sources: ReadSource[] = [];
  for (const path of paths) {
    if (/^https?:\/\//i.test(path)) sources.push(await fetchSource(path));
    else sources.push(...(await readPath(path)));
  }
  return sources;
}

async function readPath(path: string): Promise<readonly ReadSource[]> {
  let isFolder: boolean;
  try {
    isFolder = (await stat(path)).isDirectory();
  } catch (cause) {
    throw new ImportError(`Failed to import "${path}": ${reasonOf(cause)}. Correct the path.`, {
      cause,
    });
  }
  if (!isFolder) return [{ name: path, text: await readFile(path, 'utf8'), date: '', isRemote: false }];
  const files = (await readdir(path)).filter(
    (file) => /\.(?:json|md|txt|html?)$/i.test(file) && !/^readme/i.test(file),
  );
  if (files.length === 0)
    throw new ImportError(
      `Failed to import "${path}": the folder has no .json, .md, .txt or .html file. Name another.`,
    );
  return Promise.all(
    files.toSorted().map(async (file) => {
      const name = join(path, file);
      return { name, text: await readFile(name, 'utf8'), date: '', isRemote: false };
    }),
  );
}

async function fetchSource(address: string): Promise<ReadSource> {
  let response: Response;
  try {
    response = await fetch(address, { signal: AbortSignal.timeout(60_000), redirect: 'follow' });
  } catch (cause) {
    throw new ImportError(
      `Failed to import "${address}": nobody answers there. Correct the address, or try again.`,
      { cause },
    );
  }
  if (!response.ok)
    throw new ImportError(
      `Failed to import "${address}": it answers with status ${response.status}. Correct the address.`,
    );
  const modified = Date.parse(response.headers.get('last-modified') ?? response.headers.get('date') ?? '');
  const date = Number.isNaN(modified) ? '' : new Date(modified).toISOString().slice(0, 10);
  return { name: address, text: await response.text(), date, isRemote: true };
}
