/** Scenarios of read and list operations: full record, filters, paging, order, and no record after its deletion. */
import type { Contract } from '../../contract/contract.ts';
import type { EffectOf } from '../../contract/operation/effect.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { shownOtherwise } from '../../contract/operation/response-body.ts';
import { fullRequest, minimalRequest } from '../requests/valid-requests.ts';
import { isFreePart, type Draft } from '../requests/draft.ts';
import { anotherValue, clear, findOperation, keyOf, make, propertyOf } from '../steps/related-operations.ts';
import { freePlace } from '../steps/prepare.ts';
import { sequence, success, type Scenario, type Step } from '../scenario/scenario.ts';
import { stepFor } from '../steps/steps.ts';
import { arrange } from '../requests/placement.ts';
import { GenerationError } from '../requests/gap.ts';
import { kebab } from '../../contract/schema/texts-and-numbers.ts';

export function listingScenarios(operation: Operation, contract: Contract): readonly Scenario[] {
  const { effect } = operation;
  if (effect?.kind !== 'read' && effect?.kind !== 'list') return [];
  const maker = findOperation(contract, effect.collection, 'create');
  if (!maker) return [];
  const about = { operation, maker, contract };
  const listed = effect.kind === 'list' ? listedScenarios(about, effect) : [];
  return [...wholeScenarios(about), ...otherwiseScenarios(about), ...listed];
}

/** Refused calls store nothing that another operation would list. One call for each error of a rule. */
export function listsNothing(
  operation: Operation,
  violations: readonly Scenario[],
  contract: Contract,
): readonly Scenario[] {
  const { effect } = operation;
  const viewer = effect?.kind === 'create' && findOperation(contract, effect.collection, 'list');
  const sure = violations.filter(({ evidence }) => evidence !== 'assumed');
  const firsts = [...Map.groupBy(sure, ({ exercises }) => exercises).values()].flatMap((same) =>
    same.slice(0, 1),
  );
  const refused = firsts.flatMap(({ act }) => (act.kind === 'sequence' ? act.steps : []));
  if (!effect || !viewer || refused.length === 0) return [];
  const free = effect.key.find((field) => isFreePart(operation, field));
  if (free === undefined) return [];
  // This part of the key is the same in all calls, so one filter finds the records of any of them.
  const { [free]: common = '', ...others } = keyOf(operation);
  const fixed = Object.entries(others).filter(
    ([field]) => propertyOf(operation, field)?.['x-fixture'] !== undefined,
  );
  return [
    {
      id: 'state/nothing-listed',
      title: `After ${refused.length} refused calls, ${viewer.name} lists no record`,
      family: 'state',
      operation: operation.name,
      exercises: success,
      evidence: 'implied',
      source: 'Error codes (a call that is answered with an error did not do its work)',
      arrange: [],
      act: sequence(...refused, showGiven(viewer, { ...Object.fromEntries(fixed), [free]: common }, [])),
    },
  ];
}

/** What was accepted is listed by another operation as it was given. What was left out is looked at where that operation is checked. */
export function listsWhatItTook(operation: Operation, contract: Contract): readonly Scenario[] {
  const { effect } = operation;
  const viewer = effect?.kind === 'create' && findOperation(contract, effect.collection, 'list');
  if (!effect || !viewer) return [];
  // A name with a capital letter, so that one that is changed is noticed.
  const key = Object.fromEntries(
    Object.entries(keyOf(operation)).map(([field, value]) => [
      field,
      isFreePart(operation, field) ? `${String(value)}-A` : value,
    ]),
  );
  return [
    { slug: 'listed', title: 'with the shortest request', made: minimalRequest(operation) },
    {
      slug: 'listed-in-full',
      title: 'with every parameter, and two items in every list',
      made: withTwoItems(operation, fullRequest(operation)),
    },
  ].map(({ slug, title, made }) => ({
    id: `state/${slug}`,
    title: `A record made ${title} is listed by ${viewer.name} as it was given`,
    family: 'state',
    operation: operation.name,
    exercises: success,
    evidence: 'implied',
    source: viewer.effectProvenance.source,
    arrange: [...freePlace(operation, contract), stepFor(operation, { ...made, ...key })],
    act: sequence(showGiven(viewer, key, [{ ...made, ...key }])),
  }));
}

/** The draft with a second item in each list that may have one. */
function withTwoItems(operation: Operation, draft: Draft): Draft {
  return Object.entries(draft).reduce((whole, [name, member]) => {
    if (!isArray(member) || member.length !== 1) return whole;
    const longer = structuredClone(whole);
    try {
      arrange(operation, longer, { path: [name, '[]'], guards: [] }, { item: 1, items: 2 });
      return longer;
    } catch (error) {
      if (error instanceof GenerationError) return whole;
      throw error;
    }
  }, draft);
}

/** As `show`, without what the records do not give themselves, and without how many pages there are. */
export function showGiven(viewer: Operation, asked: Draft, records: readonly Draft[]): Step {
  const step = show(viewer, asked, records, { total: records.length });
  return step.body ? { ...step, body: withoutEmpty(step.body, false) } : step;
}

/** In the items of lists, members that hold nothing are left out. */
function withoutEmpty(value: JsonObject, isItem: boolean): JsonObject {
  const members = Object.entries(value).map(([name, member]): readonly [string, Json] => [
    name,
    isArray(member)
      ? member.map((item) => (isObject(item) ? withoutEmpty(item, true) : item))
      : isObject(member)
        ? withoutEmpty(member, isItem)
        : member,
  ]);
  return Object.fromEntries(members.filter(([, member]) => !isItem || !isEmpty(member)));
}

function isEmpty(value: Json): boolean {
  if (isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}

interface About {
  readonly operation: Operation;
  readonly maker: Operation;
  readonly contract: Contract;
}

function wholeScenarios({ operation, maker, contract }: About): readonly Scenario[] {
  const key = keyOf(maker);
  return [
    { slug: 'listed', title: 'A record made with the shortest request', made: minimalRequest(maker) },
    { slug: 'listed-in-full', title: 'A record made with every parameter', made: fullRequest(maker) },
  ].map(({ slug, title, made }) => {
    const draft = { ...made, ...key };
    return build(operation, slug, {
      title: `${title} is listed, with defaults filled in`,
      arrange: [...freePlace(maker, contract), stepFor(maker, draft)],
      act: sequence(show(operation, key, [filled(maker, draft)])),
    });
  });
}

/** Values that the answer shows otherwise than they were given. */
function otherwiseScenarios({ operation, maker, contract }: About): readonly Scenario[] {
  const key = keyOf(maker);
  return shownOtherwise(operation.document).flatMap(({ member, value, source }) => {
    const property = propertyOf(maker, member);
    if (property === undefined) return [];
    const made = { ...fullRequest(maker), ...key, [member]: property['type'] === 'array' ? [value] : value };
    const scenario = build(operation, `shown-otherwise/${kebab(member)}`, {
      title: `${value} as ${member} is shown as the answer has it`,
      arrange: [...freePlace(maker, contract), stepFor(maker, made)],
      act: sequence(show(operation, key, [filled(maker, made)])),
    });
    return [{ ...scenario, source: source ?? scenario.source }];
  });
}

function listedScenarios(about: About, effect: EffectOf<'list'>): readonly Scenario[] {
  const { operation, maker, contract } = about;
  const key = keyOf(maker);
  const removal = clear(contract, effect.collection, key);
  return [
    build(operation, 'not-listed-after-delete', {
      title: 'A deleted record is not listed',
      arrange: [make(maker, key), ...removal],
      act: sequence(show(operation, key, [])),
    }),
    ...effect.filter.flatMap((field) => filteredBy(about, field)),
    ...(effect.page ? inPages(about, effect, effect.page) : []),
    ...(effect.order ? inOrder(about, effect, effect.order) : []),
  ];
}

function filteredBy({ operation, maker }: About, field: string): readonly Scenario[] {
  const key = keyOf(maker);
  const value = anotherValue(maker, field);
  if (key[field] === undefined || value === undefined) return [];
  const other = { ...key, [field]: value };
  return [
    build(operation, `listed-by-${kebab(field)}`, {
      title: `Of two records that differ in ${field}, the one asked for is listed`,
      arrange: [make(maker, key), make(maker, other)],
      act: sequence(
        show(operation, key, [record(maker, key)]),
        show(operation, other, [record(maker, other)]),
      ),
    }),
  ];
}

function inPages(
  { operation, maker }: About,
  effect: EffectOf<'list'>,
  { number, size }: NonNullable<EffectOf<'list'>['page']>,
): readonly Scenario[] {
  const varied = lastFilter(maker, effect);
  if (varied === undefined) return [];
  const least = Number(propertyOf(operation, size)?.['minimum'] ?? 1);
  const keys = Array.from({ length: least + 1 }, (_, index) => nth(keyOf(maker), varied, index));
  const { [varied]: _, ...common } = keyOf(maker);
  const page = (which: number, listed: readonly Draft[]): Step =>
    show(
      operation,
      { ...common, [number]: which, [size]: least },
      listed.map((key) => record(maker, key)),
      { total: keys.length, pages: 2 },
    );
  return [
    build(operation, 'listed-in-pages', {
      title: `${keys.length} records in pages of ${least}: the first is full, the second has the rest`,
      arrange: keys.map((key) => make(maker, key)),
      act: sequence(page(1, keys.slice(0, least)), page(2, keys.slice(least)), page(3, [])),
    }),
  ];
}

/** Longer than a second, so that the next record's time differs: times have whole seconds. */
const apartMs = 1100;

function inOrder(
  { operation, maker }: About,
  effect: EffectOf<'list'>,
  { parameter, descending }: NonNullable<EffectOf<'list'>['order']>,
): readonly Scenario[] {
  const varied = lastFilter(maker, effect);
  const values = propertyOf(operation, parameter)?.['enum'];
  const ascending = isArray(values) ? values.find((value) => value !== descending) : undefined;
  if (varied === undefined || ascending === undefined) return [];
  // Created in reverse alphabetical order, so that an order by name is not mistaken for one by time.
  const keys = [2, 1, 0].map((index) => nth(keyOf(maker), varied, index));
  const { [varied]: _, ...common } = keyOf(maker);
  const records = keys.map((key) => record(maker, key));
  return [
    build(operation, 'listed-in-order', {
      title: `${keys.length} records in the order in which they were made, and the other way round`,
      arrange: keys.map((key, index) => ({ ...make(maker, key), ...(index > 0 && { waitMs: apartMs }) })),
      act: sequence(
        show(operation, { ...common, [parameter]: ascending }, records),
        show(operation, { ...common, [parameter]: descending }, records.toReversed()),
        show(operation, common, records),
      ),
    }),
  ];
}

/** The key field that varies between the records; the request filters by all others. */
function lastFilter(maker: Operation, { filter }: EffectOf<'list'>): string | undefined {
  return (maker.effect?.key ?? []).findLast((field) => filter.includes(field) && isFreePart(maker, field));
}

function nth(key: Draft, field: string, index: number): Draft {
  return { ...key, [field]: `${String(key[field])}-${index}` };
}

function record(maker: Operation, key: Draft): JsonObject {
  return filled(maker, { ...minimalRequest(maker), ...key });
}

/** A request as it is stored: with the defaults of the contract filled in. */
export function filled(operation: Operation, draft: Draft): JsonObject {
  return operation.fillDefaults(draft);
}

/** The call that lists the records matching `asked`, and the body expected of it. */
export function show(
  viewer: Operation,
  asked: Draft,
  records: readonly JsonObject[],
  counts: { readonly total: number; readonly pages?: number } = {
    total: records.length,
    pages: records.length === 0 ? 0 : 1,
  },
): Step {
  const known = Object.entries(asked).filter(([field]) => propertyOf(viewer, field) !== undefined);
  const draft = { ...minimalRequest(viewer), ...Object.fromEntries(known) };
  const [first] = records;
  const body = viewer.writeBody(filled(viewer, draft), {
    records,
    ...counts,
    ...(first && { record: first }),
  });
  return { ...stepFor(viewer, draft), body: withoutTimes(body) };
}

/** Removes times: they are filled in when a call is sent, and would differ when the record is listed. */
function withoutTimes(value: JsonObject): JsonObject {
  const members = Object.entries(value).filter(([, member]) => !isTime(member));
  return Object.fromEntries(members.map(([name, member]) => [name, inside(member)]));
}

function inside(value: Json): Json {
  if (isArray(value)) return value.map(inside);
  return isObject(value) ? withoutTimes(value) : value;
}

function isTime(value: Json): boolean {
  return typeof value === 'string' && value.includes('${now');
}

function build(
  operation: Operation,
  slug: string,
  parts: Pick<Scenario, 'title' | 'arrange' | 'act'>,
): Scenario {
  const { evidence, source } = operation.effectProvenance;
  return {
    id: `${kebab(operation.effect?.collection ?? '')}/${slug}`,
    family: 'state',
    operation: operation.name,
    exercises: success,
    evidence,
    source,
    ...parts,
  };
}
