/** Variants of a parameter's value, and whether a target treats them as equal (`x-equivalents`). */
import { ContractError } from '../contract-error.ts';
import { readProvenance, type Provenance } from '../evidence.ts';
import { isArray, isObject, pointerTo, type Json, type JsonObject } from '../json.ts';
import { locateSchemas } from './rules.ts';
import type { Path } from './walk.ts';

/** The normaliser of each variant. `empty` needs none: the decoder drops empty values already. */
const normalisers = {
  'upper-case': (text) => text.toLowerCase(),
  'leading-space': (text) => text.trimStart(),
  'trailing-space': (text) => text.trimEnd(),
  'trailing-dot': (text) => text.replace(/\.$/, ''),
  decomposed: (text) => text.normalize('NFC'),
  empty: (text) => text,
} as const satisfies Record<string, (text: string) => string>;

export type VariantName = keyof typeof normalisers;

export interface Equivalent extends Provenance {
  readonly variant: VariantName;
  /** Whether the variant is equal to the plain value, or a different value. */
  readonly as: 'same' | 'other';
}

/** The variants that a parameter's schema lists. Evidence is `assumed` where an entry has none. Throws ContractError for an unknown variant. */
export function readEquivalents(schema: JsonObject, pointer: string): readonly Equivalent[] {
  const listed = schema['x-equivalents'] ?? [];
  const at = pointerTo(pointer, 'x-equivalents');
  if (!isArray(listed))
    throw new ContractError('Failed to read "x-equivalents": it is not a list. Write a list.', {
      pointer: at,
    });
  return listed.map((entry, index) => readEquivalent(entry, pointerTo(at, index)));
}

function readEquivalent(entry: Json, pointer: string): Equivalent {
  const { variant, as } = isObject(entry) ? entry : {};
  const known = Object.keys(normalisers);
  if (!isObject(entry) || typeof variant !== 'string' || !isKnown(variant))
    throw new ContractError(
      `Failed to read variant "${String(variant)}": it is not known. Use one of ${known.join(', ')}.`,
      { pointer },
    );
  if (as !== 'same' && as !== 'other')
    throw new ContractError(`Failed to read variant "${variant}": it needs "as", same or other.`, {
      pointer,
    });
  if (variant === 'empty' && as === 'other')
    throw new ContractError(
      'Failed to read variant "empty": an empty value counts as one that is left out, and so cannot be another. Say "as: same".',
      { pointer },
    );
  return { variant, as, ...readProvenance(entry, '', { evidence: 'assumed', source: '' }, pointer) };
}

function isKnown(name: string): name is VariantName {
  return Object.hasOwn(normalisers, name);
}

/** Normalises every value with equivalent variants. Throws ContractError for `x-equivalents` inside a list. */
export function compileNormaliser(request: JsonObject, pointer: string): (value: JsonObject) => JsonObject {
  const changes = locateSchemas(request, pointer).flatMap(({ schema, path, pointer: at }) => {
    const same = readEquivalents(schema, at).filter(({ as }) => as === 'same');
    if (path.includes('[]') && schema['x-equivalents'] !== undefined)
      throw new ContractError(
        'Failed to read "x-equivalents": it cannot stand inside a list. Say it of a parameter.',
        { pointer: pointerTo(at, 'x-equivalents') },
      );
    return same.map(({ variant }) => ({ path, write: normalisers[variant] }));
  });
  return (value) => {
    let written = value;
    for (const { path, write } of changes) written = rewrite(written, path, 0, write);
    return written;
  };
}

/** `depth`: how many steps of the path lead to `value`. */
function rewrite(value: JsonObject, path: Path, depth: number, write: (text: string) => string): JsonObject {
  const name = path[depth] ?? '';
  const member = value[name];
  const isLast = depth === path.length - 1;
  if (typeof member === 'string' && isLast) {
    const written = write(member);
    return written === member ? value : { ...value, [name]: written };
  }
  if (!isObject(member) || isLast) return value;
  const inside = rewrite(member, path, depth + 1, write);
  return inside === member ? value : { ...value, [name]: inside };
}
