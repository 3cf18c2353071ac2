/** Keys that are not the same, however much alike they look. */
import { weaker, type Evidence } from '../../contract/evidence.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Precondition } from '../../contract/operation/preconditions.ts';
import { kebab } from '../../contract/schema/texts-and-numbers.ts';
import { isFreePart, type Draft } from '../requests/draft.ts';
import { sequence, success, type Scenario } from '../scenario/scenario.ts';
import { anotherValue } from '../steps/related-operations.ts';
import { stepFor } from '../steps/steps.ts';
import { acceptsOf, build, keyedRequest, pair, propertyOf } from './key-pairs.ts';

/** Keys that differ in one field are different, even if an implementation joins the fields into one text. */
export function keysApart(operation: Operation, precondition: Precondition): readonly Scenario[] {
  const whole = keyedRequest(operation);
  const free = precondition.key.filter((field) => isFreePart(operation, field));
  const apart = (
    slug: string,
    title: string,
    first: Draft,
    then: Draft,
    evidence: Evidence = weaker(precondition.evidence, 'implied'),
  ): Scenario =>
    pair(operation, precondition, {
      evidence,
      slug,
      title,
      first: { ...whole, ...first },
      then: { ...whole, ...then },
      due: 'other',
    });
  const otherPart = precondition.key.flatMap((field) => {
    const other = anotherValue(operation, field);
    if (other === undefined) return [];
    // Invented names only: a target may not have the fixture that another value would need.
    const evidence = isFreePart(operation, field) ? precondition.evidence : undefined;
    return [
      apart(`other-${kebab(field)}`, `The same key but for ${field}`, { [field]: other }, {}, evidence),
    ];
  });
  const long = 'long'.repeat(15);
  const lastCharacter = free.map((field) => {
    const value = `${String(whole[field])}${long}`;
    return apart(
      `long-${kebab(field)}`,
      `${field} of ${long.length} characters more, different in the last`,
      { [field]: `${value}a` },
      { [field]: `${value}b` },
    );
  });
  const [left, right] = free;
  const joined =
    left === undefined || right === undefined
      ? []
      : separators.map(({ name, text }) => {
          const value = String(whole[left]);
          return apart(
            `joined-by-${name}`,
            `${left} and ${right} that are alike when joined${text === '' ? '' : ` by "${text}"`}`,
            { [left]: `${value}${text}a`, [right]: 'b' },
            { [left]: value, [right]: `a${text}b` },
          );
        });
  const swapped =
    left === undefined || right === undefined
      ? []
      : [
          apart(
            'swapped',
            `${left} and ${right} with each other's values`,
            { [left]: `${String(whole[left])}-a`, [right]: `${String(whole[left])}-b` },
            { [left]: `${String(whole[left])}-b`, [right]: `${String(whole[left])}-a` },
            precondition.evidence,
          ),
        ];
  const similar = free.flatMap((field) =>
    similarNames(String(whole[field])).map(({ slug, title, first, then }) =>
      apart(`${slug}-${kebab(field)}`, `${field} ${title}`, { [field]: first }, { [field]: then }),
    ),
  );
  return [...otherPart, ...lastCharacter, ...joined, ...swapped, ...similar];
}

/** Two names that a server takes for one if it reads them as something else than texts. */
function similarNames(value: string) {
  return [
    {
      slug: 'separators',
      title: 'once with a hyphen, once with an underscore',
      first: `${value}-a`,
      then: `${value}_a`,
    },
    { slug: 'digits', title: 'once 7, once 07', first: '7', then: '07' },
  ] as const;
}

/** Names that a program may take for something of its own, or for none. All are accepted, one after the other. */
export function wordsOfPrograms(operation: Operation, precondition: Precondition): readonly Scenario[] {
  const whole = keyedRequest(operation);
  return precondition.key
    .filter((field) => isFreePart(operation, field))
    .map((field) => {
      const isOptional = propertyOf(operation, field)['default'] !== undefined;
      const { [field]: _, ...without } = whole;
      return build(operation, precondition, {
        slug: `words-as-${kebab(field)}`,
        title: `${field} ${words.join(', ')}${isOptional ? ', and left out' : ''}`,
        exercises: success,
        evidence: weaker(precondition.evidence, 'implied'),
        arrange: [],
        act: sequence(
          ...(isOptional ? [stepFor(operation, without)] : []),
          ...words.map((word) => stepFor(operation, { ...whole, [field]: word })),
        ),
      });
    });
}

const words = ['0', 'null', 'undefined', 'false', 'NaN', 'constructor', '__proto__', 'None'] as const;

/** Separators with which an implementation may join the fields of a key. */
const separators = [
  { name: 'nothing', text: '' },
  { name: 'a-hyphen', text: '-' },
  { name: 'an-underscore', text: '_' },
];

/** A wildcard is compared as a plain value where keys are compared: its record is no duplicate of another one's. */
export function wildcards(operation: Operation, precondition: Precondition): readonly Scenario[] {
  const whole = keyedRequest(operation);
  return precondition.key.flatMap((field) => {
    const wildcard = acceptsOf(operation, field).find((entry) => entry['wildcard'] === true)?.['value'];
    if (wildcard === undefined) return [];
    const forAll = { ...whole, [field]: wildcard };
    const common = { due: 'other', evidence: 'implied' } as const;
    return [
      pair(operation, precondition, {
        ...common,
        slug: `${kebab(field)}-beside-all`,
        title: `${field} for one, beside one for all`,
        first: forAll,
        then: whole,
      }),
      pair(operation, precondition, {
        ...common,
        slug: `${kebab(field)}-all-beside-one`,
        title: `${field} for all, beside one for one`,
        first: whole,
        then: forAll,
      }),
    ];
  });
}
