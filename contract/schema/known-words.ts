/** Every keyword that a schema may have. Unknown ones are refused, since an ignored constraint would not be checked. */
import { ContractError } from '../contract-error.ts';
import { isArray, isObject, pointerTo, type JsonObject } from '../json.ts';
import { almost, suggestion } from '../text/nearest.ts';
import { isKeyword, keywordNames } from './keyword-names.ts';
import { applicators } from './walk.ts';

const annotations = [
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
  '$comment',
  '$ref',
] as const;

/** Extensions that restrict no value. */
const extensions = [
  'x-accepts',
  'x-code-evidence',
  'x-doubts',
  'x-error',
  'x-evidence',
  'x-fixture',
  'x-id',
  'x-refuses',
  'x-should-have',
  'x-source',
  'x-equivalents',
  'x-style',
  'x-title',
  'x-unit',
  'x-variables',
] as const;

const plainWords: ReadonlySet<string> = new Set([...applicators, ...annotations]);

/** Throws ContractError for an unknown keyword. */
export function assertKnown(name: string, pointer: string): void {
  if (isKeyword(name) || plainWords.has(name)) return;
  if (name.startsWith('x-')) {
    assertExtension(name, pointer);
    return;
  }
  const meant = almost(name, [...keywordNames, ...plainWords]);
  throw meant === undefined
    ? misread(name, 'supported', `Use one of ${keywordNames.join(', ')}.`, pointer)
    : misread(name, 'known', `Did you mean "${meant}"?`, pointer);
}

function assertExtension(name: string, pointer: string): void {
  const known = [...extensions, ...keywordNames.filter((keyword) => keyword.startsWith('x-'))];
  if (!known.some((one) => one === name)) throw misread(name, 'known', suggestion(name, known), pointer);
}

function misread(name: string, not: string, wayOut: string, pointer: string): ContractError {
  return new ContractError(`Failed to read schema keyword "${name}": it is not ${not}. ${wayOut}`, {
    pointer: pointerTo(pointer, name),
  });
}

/** Extensions that may be a map from keyword to value. */
const perKeyword = ['x-error', 'x-evidence', 'x-code-evidence', 'x-source', 'x-id'];

/** Extensions that are lists of entries, each with its evidence. */
const ofValues = ['x-accepts', 'x-refuses', 'x-equivalents'];

/** Checks the members of a schema's extensions as `assertKnown` checks the schema's own. Throws ContractError. */
export function assertKnownInside(schema: JsonObject, pointer: string): void {
  for (const extension of perKeyword) {
    const map = schema[extension];
    for (const name of isObject(map) ? Object.keys(map) : [])
      assertNamesKeyword(name, pointerTo(pointer, extension));
  }
  for (const extension of ofValues) {
    const list = schema[extension] ?? [];
    for (const [index, entry] of (isArray(list) ? list : []).entries())
      for (const name of isObject(entry) ? Object.keys(entry) : [])
        if (name.startsWith('x-')) assertExtension(name, pointerTo(pointerTo(pointer, extension), index));
  }
}

function assertNamesKeyword(name: string, pointer: string): void {
  const known = [...keywordNames, 'dependentRequired', 'default', 'accepts', 'idle', '*'];
  if (known.includes(name)) return;
  throw new ContractError(
    `Failed to read "${pointer.split('/').at(-1)}": "${name}" is not a keyword. ${suggestion(name, known)}`,
    { pointer: pointerTo(pointer, name) },
  );
}
