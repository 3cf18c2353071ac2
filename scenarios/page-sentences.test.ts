import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { mainOperation, readContract } from '../contract/contract.ts';
import { requirementsOf } from '../contract/operation/requirements.ts';
import { generateScenarios } from './generate.ts';

const page = fileURLToPath(new URL('../../shared/documentation/AddLiveAppRecordConfig.txt', import.meta.url));
const contract = readContract();
const operation = mainOperation(contract);

/** The sentences of a line, without the bullet; none for a name, an example or a heading. Cells that require something count. */
function sentencesOf(line: string): readonly string[] {
  const text = line.replace(/^\s*•/, '').trim();
  const isProse =
    line.trimStart().startsWith('•') ||
    (text.includes(' ') && /[.:]$/.test(text)) ||
    text.split(' ').length > 6;
  const isCell = /^(?:Yes|integer|number|boolean)$/.test(text) || /^[1-5]\d\d [A-Z]/.test(text);
  if (/^[{}"]/.test(text) || !(isProse || isCell)) return [];
  return text.split(/(?<=[.:])\s+(?=[A-Z])/);
}

/** Each line or sentence that an entry such as `280-292`, `115` or `115.1` names. */
function named(entry: string): (id: string) => boolean {
  const [from = 0, to = from] = entry.split('-').map(Number);
  if (entry.includes('.')) return (id) => id === entry;
  return (id) => Number(id.split('.')[0]) >= from && Number(id.split('.')[0]) <= to;
}

const ids = !existsSync(page)
  ? []
  : readFileSync(page, 'utf8')
      .split('\n')
      .flatMap((line, index) => sentencesOf(line).map((_, sentence) => `${index + 1}.${sentence + 1}`));

test.skipIf(ids.length === 0)('each sentence of the page has a requirement, or a reason why not', () => {
  const covers = requirementsOf(operation).flatMap(({ sentences }) => sentences.map(named));

  expect(ids.length).toBeGreaterThan(150);
  expect(ids.filter((id) => !covers.some((isNamed) => isNamed(id)))).toEqual([]);
});

test.skipIf(ids.length === 0)('no requirement names a sentence that the page does not have', () => {
  const entries = requirementsOf(operation).flatMap(({ sentences }) => sentences);

  expect(entries.filter((entry) => !ids.some(named(entry)))).toEqual([]);
});

test('each documented code is due somewhere, with more than assumed evidence', () => {
  const due = new Set(
    generateScenarios(operation, contract)
      .filter(({ evidence }) => evidence !== 'assumed')
      .map(({ exercises }) => exercises),
  );

  expect(operation.errors.documented.map(({ code }) => code).filter((code) => !due.has(code))).toEqual([]);
});
