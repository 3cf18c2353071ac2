/** Scenarios of equal keys: duplicates, keys that differ in one field, and equivalent values of a field. */
import { weaker, type Evidence, type Provenance } from '../../contract/evidence.ts';
import { isArray, isObject, type JsonObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { readEquivalents, type VariantName } from '../../contract/schema/equivalents.ts';
import type { Precondition } from '../../contract/operation/preconditions.ts';
import { fullRequest, minimalRequest } from '../requests/valid-requests.ts';
import { isFreePart, validValue, type Draft } from '../requests/draft.ts';
import { anotherValue, isKeyFixed } from '../steps/related-operations.ts';
import { sequence, success, type Scenario, type Step } from '../scenario/scenario.ts';
import { stepFor } from '../steps/steps.ts';
import { namesInScripts } from './unicode.ts';
import { kebab } from '../../contract/schema/texts-and-numbers.ts';

/** `precondition` is the one that no record of this key exists. */
export function uniquenessScenarios(operation: Operation, precondition: Precondition): readonly Scenario[] {
  const [first, ...others] = keysApart(operation, precondition);
  return [
    ...duplicates(operation, precondition),
    ...(first ? [first, ...others] : []),
    ...precondition.key.flatMap((field) => equivalents(operation, precondition, field)),
    ...wildcards(operation, precondition),
    ...namesInScripts(operation, precondition),
  ];
}

/** Values for the whole key, fixtures of the target included. */
export function freeKey(operation: Operation): Draft {
  return Object.fromEntries(
    (operation.effect?.key ?? []).map((field) => [field, validValue(operation, [field])]),
  );
}

/** The shortest request that has every part of the key. */
export function keyedRequest(operation: Operation): Draft {
  return { ...minimalRequest(operation), ...freeKey(operation) };
}

type PairParts = Pick<Scenario, 'title' | 'exercises' | 'arrange' | 'act'> & {
  readonly slug: string;
} & Partial<Provenance>;

function build(
  operation: Operation,
  { evidence, source, collection }: Precondition,
  { slug, ...parts }: PairParts,
): Scenario {
  return {
    id: `${kebab(collection)}/${slug}`,
    family: 'uniqueness',
    operation: operation.name,
    evidence,
    source,
    ...parts,
  };
}

/** Creates one record, then sends a request with the same or another key. */
function pair(
  operation: Operation,
  precondition: Precondition,
  {
    slug,
    title,
    first,
    then,
    due,
    ...sure
  }: {
    readonly slug: string;
    readonly title: string;
    readonly first: Draft;
    readonly then: Draft;
    readonly due: 'same' | 'other';
  } & Partial<Provenance>,
): Scenario {
  const exercises = due === 'same' ? precondition.error : success;
  return build(operation, precondition, {
    slug,
    title,
    exercises,
    arrange: [stepFor(operation, first)],
    act: sequence(stepFor(operation, then, { expect: [exercises] })),
    ...sure,
  });
}

function duplicates(operation: Operation, precondition: Precondition): readonly Scenario[] {
  const { error, key } = precondition;
  const whole = keyedRequest(operation);
  const minimal = minimalRequest(operation);
  const again = (draft: Draft, via: Step['via'] = 'form'): Step =>
    stepFor(operation, draft, { expect: [error], via });
  const repeated = (
    slug: string,
    title: string,
    first: readonly Step[],
    then: readonly Step[],
    evidence?: Evidence,
  ): Scenario =>
    build(operation, precondition, {
      slug,
      title,
      exercises: error,
      arrange: first,
      act: sequence(...then),
      ...(evidence === undefined ? {} : { evidence }),
    });
  const many = Array.from({ length: 12 }, (_, index) =>
    stepFor(operation, renamed(operation, whole, `-${index}`)),
  );
  return [
    repeated('duplicate', 'The same request again', [stepFor(operation, minimal)], [again(minimal)]),
    repeated(
      'duplicate-whole-key',
      `The same request again, with ${key.join(', ')}`,
      [stepFor(operation, whole)],
      [again(whole), again(whole)],
    ),
    repeated(
      'duplicate-other-values',
      'The same key again, with every other parameter changed or added',
      [stepFor(operation, whole)],
      [again({ ...otherThanDefaults(operation, fullRequest(operation)), ...whole, ...freeKey(operation) })],
    ),
    // Where no key field is free text, no other key can be made.
    ...(isKeyFixed(operation)
      ? []
      : [
          repeated(
            'duplicate-after-others',
            'The same request again, after 12 others',
            [stepFor(operation, whole), ...many],
            [again(whole)],
          ),
        ]),
    repeated(
      'duplicate-other-transport',
      'The same request again, in the query instead of the body',
      [stepFor(operation, minimal)],
      [again(minimal, 'query')],
      'implied',
    ),
    ...spaced(operation, precondition, whole),
    ...Object.keys(whole)
      .filter((name) => !key.includes(name) && fixtureOf(operation, name) !== undefined)
      .flatMap((name) => {
        const other = acceptedValues(operation, name)[0] ?? anotherValue(operation, name);
        if (other === undefined) return [];
        const title = `The same key again, with another ${name}`;
        return [
          pair(operation, precondition, {
            slug: `duplicate-other-${kebab(name)}`,
            title,
            first: { ...whole, [name]: other },
            then: whole,
            due: 'same',
            evidence: weaker(precondition.evidence, 'implied'), // the target may not have that one
          }),
        ];
      }),
  ];
}

/** A value that is equivalent to leaving the field out is replaced by another one that the contract lists. */
function otherThanDefaults(operation: Operation, draft: Draft): Draft {
  const others = Object.entries(draft).flatMap(([name, value]) => {
    if (propertyOf(operation, name)['default'] !== value) return [];
    const other = acceptedValues(operation, name).find((accepted) => accepted !== value);
    return other === undefined ? [] : [[name, other] as const];
  });
  return { ...draft, ...Object.fromEntries(others) };
}

/** In a form, `+` and `%20` are both a space. */
function spaced(operation: Operation, precondition: Precondition, whole: Draft): readonly Scenario[] {
  const field = precondition.key.findLast((name) => isFreePart(operation, name));
  if (field === undefined) return [];
  const draft = { ...whole, [field]: `${String(whole[field])} with a space` };
  return [
    build(operation, precondition, {
      slug: 'duplicate-plus-for-space',
      title: `The same request again, with a space in ${field} written as + and not as %20`,
      exercises: precondition.error,
      evidence: 'implied',
      arrange: [stepFor(operation, draft)],
      act: sequence(stepFor(operation, draft, { expect: [precondition.error], via: 'plus' })),
    }),
  ];
}

/** Another key: the fields that are free text get a suffix. */
function renamed(operation: Operation, draft: Draft, ending: string): Draft {
  const free = (operation.effect?.key ?? []).filter((field) => isFreePart(operation, field));
  return {
    ...draft,
    ...Object.fromEntries(free.map((field) => [field, `${String(draft[field])}${ending}`])),
  };
}

/** Keys that differ in one field are different, even if an implementation joins the fields into one text. */
function keysApart(operation: Operation, precondition: Precondition): readonly Scenario[] {
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
  return [...otherPart, ...lastCharacter, ...joined];
}

/** Separators with which an implementation may join the fields of a key. */
const separators = [
  { name: 'nothing', text: '' },
  { name: 'a-hyphen', text: '-' },
  { name: 'an-underscore', text: '_' },
];

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

/** A wildcard is compared as a plain value where keys are compared: its record is no duplicate of another one's. */
function wildcards(operation: Operation, precondition: Precondition): readonly Scenario[] {
  const whole = keyedRequest(operation);
  return precondition.key.flatMap((field) => {
    const wildcard = acceptsOf(operation, field).find((entry) => entry['wildcard'] === true)?.['value'];
    if (wildcard === undefined) return [];
    const title = `${field} for one, beside one for all`;
    const first = { ...whole, [field]: wildcard };
    return [
      pair(operation, precondition, {
        slug: `${kebab(field)}-beside-all`,
        title,
        first,
        then: whole,
        due: 'other',
        evidence: 'implied',
      }),
    ];
  });
}

function acceptsOf(operation: Operation, field: string): readonly JsonObject[] {
  const listed = propertyOf(operation, field)['x-accepts'];
  return isArray(listed) ? listed.filter(isObject) : [];
}

function acceptedValues(operation: Operation, field: string): readonly string[] {
  return acceptsOf(operation, field).map((entry) => String(entry['value']));
}

function propertyOf(operation: Operation, field: string): JsonObject {
  const properties = isObject(operation.request['properties']) ? operation.request['properties'] : {};
  const property = properties[field];
  return isObject(property) ? property : {};
}

function fixtureOf(operation: Operation, field: string): unknown {
  return propertyOf(operation, field)['x-fixture'];
}
