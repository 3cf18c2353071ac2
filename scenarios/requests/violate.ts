/** For each keyword, the ways to break it: one at each boundary, each with a title that explains the choice made. */
import type { Evidence } from '../../contract/evidence.ts';
import { parseInstant, formatInstant } from '../../contract/instant.ts';
import { isArray, isObject, type Json } from '../../contract/json.ts';
import { schemasAt } from '../../contract/schema/walk.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { subjectOf, type Place, type Rule } from '../../contract/schema/rules.ts';
import { enumAt, getAt, removeAt, setAt, validValue, type Draft, type DraftValue } from './draft.ts';
import { itemsFor, kindsOf, mostItems } from './items.ts';
import { utf8Length } from '../../contract/schema/texts-and-numbers.ts';
import { type Keyword } from '../../contract/schema/keyword-names.ts';

export interface Refusal {
  /** Distinguishes the ways to break one rule; empty where there is only one. */
  readonly slug: string;
  readonly title: string;
  /** Weaker than the rule's own, where it is less sure that this breaks it. */
  readonly evidence?: Evidence;
  /** Change a valid request so that it breaks the rule at this place. */
  readonly apply: (draft: Draft, place: Place) => void;
}

/**
 * All ways to break a rule alone. None where another rule is broken first: a list of four kinds, each once, is never of five.
 *
 * Throws for a keyword that nothing here can break.
 */
export function refusalsOf(operation: Operation, rule: Rule): readonly Refusal[] {
  const given = givenRefusals(rule);
  if (given.length > 0) return given;
  if (!canBreakAlone(operation, rule)) return [];
  const maker = makers[rule.keyword];
  const refusals = maker?.(rule, operation) ?? [];
  if (refusals.length > 0) return refusals;
  throw new Error(
    `Failed to break rule "${rule.id}": no value is known that violates "${rule.keyword}". Give its schema "x-refuses".`,
  );
}

/** More items than there are kinds are some kind twice; and no kind is there twice in a list of one. */
function canBreakAlone(operation: Operation, { keyword, limit, path }: Rule): boolean {
  if (keyword === 'maxItems') return (kindsOf(operation, path)?.count ?? Infinity) > Number(limit);
  return keyword !== 'x-unique-by' || mostItems(operation, path) > 1;
}

/** Values that the contract itself names in `x-refuses`, each for one keyword or (without `for`) for any. */
function givenRefusals(rule: Rule): readonly Refusal[] {
  const listed = rule.schema['x-refuses'];
  const entries = (isArray(listed) ? listed : []).filter(isObject);
  return entries
    .filter(
      (entry) => entry['for'] === rule.keyword || (entry['for'] === undefined && isAboutValue(rule.keyword)),
    )
    .map((entry) => ({
      slug: String(entry['x-id']),
      title: `${String(entry['title'])}, ${show(entry['value'] ?? '')}`,
      ...(entry['x-evidence'] === undefined ? {} : { evidence: entry['x-evidence'] as Evidence }), // checked when the rule was read
      apply: (draft, place) => setAt(draft, place, entry['value'] ?? ''),
    }));
}

function isAboutValue(keyword: Keyword): boolean {
  return keyword === 'pattern' || keyword === 'enum' || keyword === 'format';
}

type Maker = (rule: Rule, operation: Operation) => readonly Refusal[];

const day = 86_400;

const makers: Partial<Record<Keyword, Maker>> = {
  type: () => [value('word', 'as a word', 'soon')],
  enum: (rule) => [
    value('', 'that is not in the list', `not-${String(isArray(rule.limit) ? rule.limit[0] : '')}`),
  ],
  minimum: (rule) => {
    const limit = Number(rule.limit);
    return [
      value('', `one below the smallest allowed, ${limit - 1}`, limit - 1),
      ...(limit > 1 ? [value('zero', '0', 0)] : []),
      ...(limit > 0 ? [value('negative', 'below 0, -1', -1)] : []),
    ];
  },
  maximum: (rule) => [
    value('', `one above the largest allowed, ${Number(rule.limit) + 1}`, Number(rule.limit) + 1),
  ],
  pattern: (rule) => {
    const pattern = new RegExp(String(rule.limit), 'gu');
    const title = String(rule.schema['x-title'] ?? `with nothing that matches ${String(rule.limit)}`);
    const replace = (by: (match: string) => string) => (draft: Draft, place: Place) =>
      setAt(draft, place, String(getAt(draft, place)).replaceAll(pattern, by));
    return [
      { slug: '', title, apply: replace(() => '') },
      {
        slug: 'bare',
        title: `${title}, but with its letters`,
        apply: replace((match) => match.replaceAll(/[^A-Za-z0-9]/g, '')),
      },
    ];
  },
  required: (rule, operation) => [
    {
      slug: '',
      title: 'left out',
      apply: (draft, place) => {
        removeAt(draft, [...place, String(rule.limit)]);
        keepItem(operation, draft, rule, place);
      },
    },
  ],
  anyOf: (rule) => [
    {
      slug: '',
      title: `with none of ${alternatives(rule).join(', ')}`,
      apply: (draft, place) => alternatives(rule).forEach((name) => removeAt(draft, [...place, name])),
    },
  ],
  not: (rule) => {
    const reserved = isObject(rule.limit) && isArray(rule.limit['enum']) ? rule.limit['enum'] : [];
    return reserved.map((name) => value('', `with the reserved ${show(name)}`, name));
  },
  maxItems: (rule, operation) => [
    {
      slug: '',
      title: `with ${Number(rule.limit) + 1} items, one more than allowed`,
      apply: (draft, place) => setAt(draft, place, itemsFor(operation, rule, Number(rule.limit) + 1)),
    },
  ],
  'x-max-bytes': (rule) => {
    const limit = Number(rule.limit);
    const filledWith = (slug: string, title: string, filler: string): Refusal => ({
      slug,
      title: `of ${limit + 1} bytes${title}`,
      apply: (draft, place) => setAt(draft, place, padded(getAt(draft, place), limit + 1, filler)),
    });
    return [
      filledWith('', ', one more than allowed', 'x'),
      filledWith('multi-byte', ' in fewer characters', '录'),
      filledWith('two-byte', ' in characters of two bytes', 'é'),
      filledWith('four-byte', ' in characters of four bytes', '\u{1F600}'),
    ];
  },
  'x-unique-by': (rule, operation) => {
    const property = String(rule.limit);
    const listed = enumAt(operation, [...rule.path, '[]', property]);
    const usual = validValue(operation, [...rule.path, '[]', property]);
    const members = listed.length > 0 ? listed : [String(usual), `${String(usual)}2`];
    const items = (slug: string, title: string, values: readonly Json[], alike = false): Refusal => ({
      slug,
      title,
      apply: (draft, place) => setAt(draft, place, itemsWith(getAt(draft, place), property, values, alike)),
    });
    const [first = '', second = ''] = members;
    return [
      ...members.map((member) => items(String(member), `with ${show(member)} twice`, [member, member])),
      items('alike', 'with the same item twice', [first, first], true),
      ...(mostItems(operation, rule.path) < 3
        ? []
        : [
            items('apart', `with ${show(first)} twice, ${show(second)} between them`, [first, second, first]),
          ]),
    ];
  },
  'x-not-before': () => [
    value('', '30 days in the past', `\${now-${30 * day}}`),
    { ...value('a-minute', 'a minute in the past', '${now-60}'), evidence: 'assumed' },
  ],
  'x-after': (rule, operation) => {
    if (rule.limit === 'now') {
      return [
        value('', '30 days in the past', `\${now-${30 * day}}`),
        { ...value('a-minute', 'a minute in the past', '${now-60}'), evidence: 'assumed' },
      ];
    }
    const sibling = String(rule.limit);
    const bound = validValue(operation, [...rule.path.slice(0, -1), sibling]);
    const before = (seconds: number) => (draft: Draft, place: Place) => {
      setAt(draft, [...place.slice(0, -1), sibling], bound);
      setAt(draft, place, earlier(String(bound), seconds));
    };
    return [
      { slug: '', title: `an hour before ${sibling}`, apply: before(3600) },
      { slug: 'a-second-before', title: `a second before ${sibling}`, apply: before(1) },
      { slug: 'equal', title: `equal to ${sibling}`, apply: before(0) },
    ];
  },
};

/** An item of a list with nothing in it would not be sent at all, so it gets a member that is not asked for. */
function keepItem(operation: Operation, draft: Draft, rule: Rule, place: Place): void {
  const item = getAt(draft, place);
  if (rule.path.at(-1) !== '[]' || !isObject(item) || Object.keys(item).length > 0) return;
  const names = schemasAt(operation.request, rule.path).flatMap(({ properties }) =>
    Object.keys(isObject(properties) ? properties : {}),
  );
  const other = names.find((name) => name !== rule.limit);
  if (other !== undefined) setAt(draft, [...place, other], validValue(operation, [...rule.path, other]));
}

function value(slug: string, title: string, wrong: Json): Refusal {
  return { slug, title, apply: (draft, place) => setAt(draft, place, wrong) };
}

/** The names of which at least one has to be given. */
export function alternatives(rule: Rule): readonly string[] {
  return (isArray(rule.limit) ? rule.limit : []).flatMap((branch) =>
    isObject(branch) && isArray(branch['required']) ? branch['required'].map(String) : [],
  );
}

/** A text made longer, in front, to exactly so many bytes; of characters that are one byte or three. */
export function padded(text: DraftValue | undefined, bytes: number, filler: string): string {
  const old = String(text ?? '');
  const room = bytes - utf8Length(old);
  const width = utf8Length(filler);
  return 'x'.repeat(room % width) + filler.repeat(Math.floor(room / width)) + old;
}

/** Copies of a list's first item, one for each value of a property; their other texts differ unless they are to be alike. */
function itemsWith(
  list: DraftValue | undefined,
  property: string,
  values: readonly Json[],
  alike: boolean,
): DraftValue[] {
  const [first] = isArray(list) ? (list as DraftValue[]) : [];
  return values.map((value, index) => {
    const item = structuredClone(first) as Draft; // items that are unique by a member are objects
    for (const [name, old] of Object.entries(item)) {
      if (!alike && index > 0 && typeof old === 'string' && name !== property)
        item[name] = `${'x'.repeat(index)}${old}`;
    }
    return { ...item, [property]: value };
  });
}

/** `${now+86400}` becomes `${now+82800}`; a fixed point in time is moved as such. */
function earlier(instant: string, seconds: number): string {
  const relative = /^\$\{now([+-]\d+)\}$/.exec(instant)?.[1];
  if (relative === undefined) return formatInstant((parseInstant(instant) ?? 0) - seconds * 1000);
  const moved = Number(relative) - seconds;
  return `\${now${moved < 0 ? '' : '+'}${moved}}`;
}

function show(json: Json): string {
  return typeof json === 'string' ? `"${json}"` : JSON.stringify(json);
}

/** How a rule's subject is called in titles: `Parts.N.Kind`. */
export function subjectName(rule: Rule): string {
  const names = rule.path.map((step) => (step === '[]' ? 'N' : step));
  return (
    (rule.keyword === 'required' ? [...names, String(rule.limit)] : names).join('.') ||
    subjectOf(rule).join('.') ||
    'The request'
  );
}
