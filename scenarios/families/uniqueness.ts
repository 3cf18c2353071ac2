/** Scenarios of equal keys: duplicates, keys that differ in one field, and equivalent values of a field. */
import type { Operation } from '../../contract/operation/operation.ts';
import type { Precondition } from '../../contract/operation/preconditions.ts';
import { readEquivalents, type VariantName } from '../../contract/schema/equivalents.ts';
import { kebab } from '../../contract/schema/texts-and-numbers.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { duplicates } from './duplicates.ts';
import { fixtureOf, keyedRequest, pair, propertyOf } from './key-pairs.ts';
import { keysApart, wildcards, wordsOfPrograms } from './keys-apart.ts';
import { namesInScripts } from './unicode.ts';

/** `precondition` is the one that no record of this key exists. */
export function uniquenessScenarios(operation: Operation, precondition: Precondition): readonly Scenario[] {
  const [first, ...others] = keysApart(operation, precondition);
  return [
    ...duplicates(operation, precondition),
    ...(first ? [first, ...others] : []),
    ...precondition.key.flatMap((field) => equivalents(operation, precondition, field)),
    ...wordsOfPrograms(operation, precondition),
    ...wildcards(operation, precondition),
    ...namesInScripts(operation, precondition),
  ];
}

/** One key field in another form. Whether that is the same key is said by `x-equivalents` of the contract. */
function equivalents(operation: Operation, precondition: Precondition, field: string): readonly Scenario[] {
  const whole = keyedRequest(operation);
  const { [field]: plain = '', ...without } = whole;
  const written = readEquivalents(propertyOf(operation, field), '').map(
    ({ variant, as, evidence, source }) => {
      const { slug, title, write } = variants[variant];
      const [first, then] = write(String(plain));
      return pair(operation, precondition, {
        slug: `${kebab(field)}-${slug}`,
        title: `${field} once ${title}`,
        first: first === undefined ? without : { ...whole, [field]: first },
        then: { ...whole, [field]: then },
        due: as,
        evidence,
        source: source === '' ? precondition.source : source,
      });
    },
  );
  return [...written, ...leftOut(operation, precondition, field)];
}

interface Variant {
  readonly slug: string;
  readonly title: string;
  /** Two ways to write a value; undefined leaves it out. */
  readonly write: (value: string) => readonly [first: string | undefined, then: string];
}

const variants: Readonly<Record<VariantName, Variant>> = {
  'upper-case': {
    slug: 'in-upper-case',
    title: 'in lower, once in upper case',
    // An invented name may have no letters; a fixture can only be changed as a whole.
    write: (value) =>
      value.startsWith('${fixture.') ? [value, value.replace('${', '${upper:')] : [`a${value}`, `A${value}`],
  },
  'leading-space': {
    slug: 'after-a-space',
    title: 'with a space in front of it',
    write: (value) => [value, ` ${value}`],
  },
  'trailing-space': {
    slug: 'with-a-space',
    title: 'with a space behind it',
    write: (value) => [value, `${value} `],
  },
  'trailing-dot': {
    slug: 'with-a-dot',
    title: 'with a dot behind it',
    write: (value) => [value, `${value}.`],
  },
  decomposed: {
    slug: 'decomposed',
    title: 'with an é of one character, once of two',
    write: (value) => [`${value}-\u00E9`, `${value}-e\u0301`],
  },
  empty: { slug: 'empty', title: 'left out, once empty', write: () => [undefined, ''] },
};

/** That a field left out is the same key as its default is assumed. */
function leftOut(operation: Operation, precondition: Precondition, field: string): readonly Scenario[] {
  const byDefault = propertyOf(operation, field)['default'];
  if (typeof byDefault !== 'string' || fixtureOf(operation, field) !== undefined) return [];
  const { [field]: _, ...without } = keyedRequest(operation);
  return [
    pair(operation, precondition, {
      slug: `${kebab(field)}-left-out`,
      title: `${field} once ${byDefault}, once left out`,
      first: { ...without, [field]: byDefault },
      then: without,
      due: 'same',
      evidence: 'assumed',
    }),
  ];
}
