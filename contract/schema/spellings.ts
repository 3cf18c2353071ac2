/** Other ways to write a parameter's value, and whether a target takes them for the same (`x-spellings`). */
import { ContractError } from '../contract-error.ts';
import { readProvenance, type Provenance } from '../evidence.ts';
import { isArray, isObject, pointerTo, type Json, type JsonObject } from '../json.ts';

/** What each spelling is read as where it means the same. An empty value is none at all, so that nothing is left to do there. */
const plain = {
  'upper-case': (text) => text.toLowerCase(),
  'leading-space': (text) => text.trimStart(),
  'trailing-space': (text) => text.trimEnd(),
  'trailing-dot': (text) => text.replace(/\.$/, ''),
  decomposed: (text) => text.normalize('NFC'),
  empty: (text) => text,
} as const satisfies Record<string, (text: string) => string>;

export type SpellingName = keyof typeof plain;

export interface Spelling extends Provenance {
  readonly spelling: SpellingName;
  /** Whether it names the same as the value written plainly, or something else. */
  readonly as: 'same' | 'other';
}

/** Those of one parameter. What does not say how sure it is is assumed. Throws ContractError for one that is not known. */
export function readSpellings(schema: JsonObject, pointer: string): readonly Spelling[] {
  const listed = schema['x-spellings'] ?? [];
  const at = pointerTo(pointer, 'x-spellings');
  if (!isArray(listed))
    throw new ContractError('Failed to read "x-spellings": it is not a list.', { pointer: at });
  return listed.map((entry, index) => readSpelling(entry, pointerTo(at, index)));
}

function readSpelling(entry: Json, pointer: string): Spelling {
  const { spelling, as } = isObject(entry) ? entry : {};
  const known = Object.keys(plain);
  if (!isObject(entry) || typeof spelling !== 'string' || !isKnown(spelling))
    throw new ContractError(
      `Failed to read spelling "${String(spelling)}": it is not known. Use one of ${known.join(', ')}.`,
      { pointer },
    );
  if (as !== 'same' && as !== 'other')
    throw new ContractError(`Failed to read spelling "${spelling}": it wants "as", same or other.`, {
      pointer,
    });
  if (spelling === 'empty' && as === 'other')
    throw new ContractError(
      'Failed to read spelling "empty": an empty value counts as one that is left out, and so cannot be another. Say "as: same".',
      { pointer },
    );
  return { spelling, as, ...readProvenance(entry, '', { evidence: 'assumed', source: '' }, pointer) };
}

function isKnown(name: string): name is SpellingName {
  return Object.hasOwn(plain, name);
}

/** Makes of a request one in which every value that may be written in several ways is written plainly. */
export function compileSpellings(request: JsonObject, pointer: string): (value: JsonObject) => JsonObject {
  const properties = isObject(request['properties']) ? request['properties'] : {};
  const changes = Object.entries(properties).flatMap(([name, schema]) => {
    const at = pointerTo(`${pointer}/properties`, name);
    const same = readSpellings(isObject(schema) ? schema : {}, at).filter(({ as }) => as === 'same');
    return same.map(({ spelling }) => ({ name, write: plain[spelling] }));
  });
  return (value) =>
    changes.reduce((written, { name, write }) => {
      const text = written[name];
      return typeof text === 'string' ? { ...written, [name]: write(text) } : written;
    }, value);
}
