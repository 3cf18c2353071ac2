/** Operations that tell one story: what one adds, others show, change and remove. Read from names and shared parameters. */
import { errorFacts } from './error-facts.ts';
import { kindOf } from './codes.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../json.ts';

export type StateKind = 'create' | 'replace' | 'remove' | 'show';

export interface FamilyMember {
  readonly operation: string;
  readonly kind: StateKind;
  readonly page: JsonObject;
}

export interface OperationFamily {
  /** Name of the collection, such as `widgets`. */
  readonly collection: string;
  /** Parameters that name one record, in the order of the operation that adds. */
  readonly key: readonly string[];
  /** Whether a sentence says that there is one record for each key. */
  readonly isStated: boolean;
  readonly creates: FamilyMember;
  readonly members: readonly FamilyMember[];
}

const verbs: readonly (readonly [StateKind, RegExp])[] = [
  ['create', /^(?:Add|Create|Register|Put|Attach|Bind)(?=[A-Z])/],
  ['replace', /^(?:Update|Modify|Change|Edit)(?=[A-Z])/],
  ['remove', /^(?:Delete|Remove|Unregister|Detach|Unbind)(?=[A-Z])/],
  ['show', /^(?:Describe|Get|List|Query)(?=[A-Z])/],
];

/** What an operation does by its name. */
function kindOfName(operation: string): { readonly kind: StateKind; readonly stem: string } | undefined {
  for (const [kind, verb] of verbs) {
    if (!verb.test(operation)) continue;
    const noun = operation.replace(verb, '');
    const bare = noun.replace(/(?:List|Infos?|Details?|Attributes?|All)$/, '') || noun;
    return {
      kind,
      stem: bare
        .replace(/ies$/, 'y')
        .replace(/(?<=[^s])s$/, '')
        .toLowerCase(),
    };
  }
  return undefined;
}

/** The families of one product. Only those whose records the request itself names: an id that an answer gives is not known before. */
export function familiesOf(
  pages: readonly JsonObject[],
  uniqueIn: (operation: string) => readonly string[] = () => [],
): readonly OperationFamily[] {
  const named = pages.flatMap((page): (FamilyMember & { readonly stem: string })[] => {
    const operation = String(page['operation']);
    const name = kindOfName(operation);
    return name ? [{ operation, page, ...name }] : [];
  });
  return [...Map.groupBy(named, ({ stem }) => stem)].flatMap(([, members]): OperationFamily[] => {
    const creates = members.find(({ kind }) => kind === 'create');
    const others = members.filter(({ kind }) => kind === 'remove' || kind === 'replace');
    if (!creates) return [];
    const unique = uniqueIn(creates.operation);
    const isStated =
      unique.length > 0 &&
      others.every(({ page }) => unique.every((name) => scalars(page).some((one) => nameOf(one) === name)));
    if (!isStated && others.length === 0) return [];
    const key = isStated
      ? unique
      : keyOf(
          creates.page,
          others.map(({ page }) => page),
        );
    if (key.length === 0 || !hasUniquenessCode(creates.page)) return [];
    const noun = creates.operation.replace(/^[A-Z][a-z]+/, '');
    const collection = `${noun.slice(0, 1).toLowerCase()}${noun.slice(1)}${noun.endsWith('s') ? '' : 's'}`;
    return [{ collection, key, isStated, creates, members }];
  });
}

/** Without a code for a record that is there already, nobody knows what adding it again does. */
function hasUniquenessCode(page: JsonObject): boolean {
  return errorFacts(page).some((row) => kindOf(row) === 'uniqueness');
}

/** Parameters that name no record although many operations ask for them. */
const ofEveryCall = /^(?:RegionId|ClientToken|OwnerId|SecurityToken|ResourceOwner\w+|DryRun)$/i;

/** What adding asks for, and removing or changing asks for too. */
function keyOf(page: JsonObject, others: readonly JsonObject[]): readonly string[] {
  const wanted = others.map((other) => new Set(scalars(other).filter(isRequired).map(nameOf)));
  // Where removing asks for a name that adding does not take, the answer gives it: it is not known before.
  const given = new Set(scalars(page).map(nameOf));
  const removes = wanted.every((names) =>
    [...names].every((name) => given.has(name) || ofEveryCall.test(name)),
  );
  if (!removes) return [];
  return scalars(page)
    .filter(isRequired)
    .map(nameOf)
    .filter((name) => !ofEveryCall.test(name) && wanted.every((names) => names.has(name)));
}

export function scalars(page: JsonObject): readonly JsonObject[] {
  const list = page['parameters'];
  return (list !== undefined && isArray(list) ? list : [])
    .filter(isObject)
    .filter(({ type }) => type !== 'array' && type !== 'object');
}

function isRequired({ required, when }: JsonObject): boolean {
  return required === true && when === undefined;
}

export function nameOf({ name }: JsonObject): string {
  return String(name);
}

export interface AnswerListing {
  /** JSON pointer to the list or the object in the schema of the answer. */
  readonly pointer: string;
  readonly kind: 'list' | 'read';
}

/** The part of an answer that holds records: a list of objects, or an object, with members that adding takes. */
export function recordsIn(page: JsonObject, added: JsonObject): AnswerListing | undefined {
  const names = new Set(scalars(added).map((one) => nameOf(one).toLowerCase()));
  const found: { listing: AnswerListing; shared: number }[] = [];
  const count = (fields: Json | undefined): number =>
    (fields !== undefined && isArray(fields) ? fields : []).filter(
      (field) => isObject(field) && names.has(nameOf(field).toLowerCase()),
    ).length;
  const visit = (fields: Json | undefined, pointer: string): void => {
    for (const field of fields !== undefined && isArray(fields) ? fields.filter(isObject) : []) {
      const at = `${pointer}/properties/${nameOf(field)}`;
      const { items, fields: inner } = field;
      if (isObject(items)) {
        found.push({ listing: { pointer: at, kind: 'list' }, shared: count(items['fields']) });
        continue; // a list inside a record is a part of it
      }
      if (inner !== undefined) {
        found.push({ listing: { pointer: at, kind: 'read' }, shared: count(inner) });
        visit(inner, at);
      }
    }
  };
  visit(page['response'], '/components/schemas/Response');
  return found.filter(({ shared }) => shared >= 2).toSorted((a, b) => b.shared - a.shared)[0]?.listing;
}
