/** docs/contract.md has every word that the contract uses, and no other. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isArray, isObject, type Json } from '../../contract/json.ts';
import { documents } from '../../contract/openapi/documents.ts';
import { root } from '../testing/processes.ts';

function wordsOf(value: Json): readonly string[] {
  if (isArray(value)) return value.flatMap(wordsOf);
  if (!isObject(value)) return [];
  const own = Object.keys(value).filter((name) => /^x-(?!acs-)[a-z-]+$/.test(name));
  return [...own, ...Object.values(value).flatMap(wordsOf)];
}

test('explains each word that a document of the contract uses, and none that nothing uses', async () => {
  const page = await readFile(join(root, 'docs/contract.md'), 'utf8');
  const explained = new Set([...page.matchAll(/`(x-[a-z-]+)`/g)].map(([, word]) => word ?? ''));
  // Two words are needed by imported operations only.
  const used = new Set([...Object.values(documents).flatMap(wordsOf), 'x-style', 'x-otherwise']);
  expect(explained).toEqual(used);
});
