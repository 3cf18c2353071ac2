/** The draft of what an operation asks of the state and does to it. All of it is assumed: names say it, no sentence does. */
import { isArray, isObject, type Json, type JsonObject } from '../../json.ts';
import { kebab } from '../../schema/texts-and-numbers.ts';
import { kindWords, readCode, type CodeReading } from './codes.ts';
import { jsonPath } from './draft.ts';
import { errorFacts } from './error-facts.ts';
import { nameOf, recordsIn, scalars, type OperationFamily, type FamilyMember } from './families.ts';

const byName = 'Names of the operations, and the parameters that they share';

/** The actions that make an operation a member of its family, and let what it names be missing. */
export function draftState(page: JsonObject, family: OperationFamily | undefined): readonly JsonObject[] {
  const places = scalars(page).map(nameOf);
  const codes = errorFacts(page).map((row) => readCode(row, places));
  const member = family?.members.find(({ operation }) => operation === page['operation']);
  const effect = family && member ? effectOf(page, family, member, codes) : undefined;
  const needed = neededOf(page, codes, effect?.taken ?? []);
  const preconditions = [...needed.preconditions, ...(effect?.preconditions ?? [])];
  const update: Record<string, Json> = {
    ...(preconditions.length > 0 && { 'x-preconditions': preconditions }),
    ...(effect && { 'x-effect': effect.effect }),
  };
  return [
    ...(Object.keys(update).length > 0 ? [{ target: "$.paths['/'].post", update }] : []),
    ...(Object.keys(needed.world).length > 0 ? [{ target: '$', update: { 'x-world': needed.world } }] : []),
    ...(effect?.answers ?? []),
  ];
}

interface EffectDraft {
  readonly effect: JsonObject;
  readonly preconditions: readonly JsonObject[];
  readonly answers: readonly JsonObject[];
  /** Codes that the preconditions mean. */
  readonly taken: readonly string[];
}

function effectOf(
  page: JsonObject,
  family: OperationFamily,
  { kind }: FamilyMember,
  codes: readonly CodeReading[],
): EffectDraft | undefined {
  const { collection, key } = family;
  const names = scalars(page).map(nameOf);
  if (kind === 'show') return showing(page, family, names);
  if (!key.every((name) => names.includes(name))) return undefined;
  const wanted = kind === 'create' ? 'uniqueness' : 'existence';
  const fitting = codes.filter((one) => one.kind === wanted);
  const ofRecord = fitting.find(({ code }) => isAboutRecord(code, family.creates.operation));
  const code =
    ofRecord ??
    (kind === 'create' ? (fitting.find(({ subjects }) => subjects.length === 0) ?? fitting[0]) : undefined);
  // Without a code for what is there already, nobody knows what a second call does.
  if (kind === 'create' && !code) return undefined;
  const said = kind === 'create' && family.isStated;
  const precondition = code && {
    [kind === 'create' ? 'absent' : 'present']: collection,
    key: [...key],
    error: code.code,
    'x-evidence': said ? 'stated' : 'assumed',
    'x-source': said
      ? `Operation description, uniqueness of (${key.join(', ')})`
      : `Error codes, ${code.code}: by its role only`,
  };
  return {
    effect: {
      [kind]: collection,
      key: [...key],
      'x-evidence': said ? 'stated' : 'assumed',
      'x-source': said ? `Operation description, uniqueness of (${key.join(', ')})` : byName,
    },
    preconditions: precondition ? [precondition] : [],
    answers: [],
    taken: code ? [code.code] : [],
  };
}

/** `ConfigNotFound`, of an operation that adds a record configuration: each word of the code is one of the noun, or of any. */
function isAboutRecord(code: string, creates: string): boolean {
  const noun = creates.toLowerCase();
  const general =
    /^(?:resource|entity|data|object|item|record|info|specified|the|is|id|config|configuration)$/;
  return wordsOf(code.replaceAll(kindWords, ' ')).every((word) => noun.includes(word) || general.test(word));
}

function wordsOf(text: string): readonly string[] {
  return (text.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? []).map((word) => word.toLowerCase());
}

const totals: readonly (readonly [RegExp, string])[] = [
  [/^Total(?:Num|Count|Number|Records?)?$|^Count$/i, '$total'],
  [/^Total(?:Page|Pages|PageNum)$/i, '$pages'],
];

function showing(
  page: JsonObject,
  { collection, key, creates }: OperationFamily,
  names: readonly string[],
): EffectDraft | undefined {
  const records = recordsIn(page, creates.page);
  const required = scalars(page)
    .filter(({ required: needed }) => needed === true)
    .map(nameOf);
  const own = key.filter((name) => required.includes(name));
  if (!records || own.length === 0) return undefined;
  if (records.kind === 'read' && own.length < key.length) return undefined;
  const filter = key.filter((name) => !own.includes(name) && names.includes(name));
  const number = names.find((name) => /^Page(?:Num|Number|No)$/i.test(name));
  const size = names.find((name) => /^PageSize$/i.test(name));
  const isList = records.kind === 'list';
  const paged = isList && number !== undefined && size !== undefined;
  const fields = isArray(page['response'] ?? null)
    ? (page['response'] as readonly Json[]).filter(isObject)
    : [];
  const counted = isList
    ? fields.flatMap((field) => {
        const source = totals.find(([pattern]) => pattern.test(nameOf(field)))?.[1];
        return source === undefined
          ? []
          : [
              {
                target: jsonPath(`/components/schemas/Response/properties/${nameOf(field)}`),
                update: { 'x-from': source },
              },
            ];
      })
    : [];
  return {
    effect: {
      [records.kind]: collection,
      key: [...own],
      ...(isList && filter.length > 0 && { filter: [...filter] }),
      ...(paged && { page: { number, size } }),
      'x-evidence': 'assumed',
      'x-source': byName,
    },
    preconditions: [],
    answers: [
      { target: jsonPath(records.pointer), update: { 'x-from': isList ? '$records' : '$record' } },
      ...counted,
    ],
    taken: [],
  };
}

/** `InvalidOssBucket.NotFound`: any bucket exists but one, so that the code can be had. */
function neededOf(
  page: JsonObject,
  codes: readonly CodeReading[],
  taken: readonly string[],
): { readonly preconditions: readonly JsonObject[]; readonly world: JsonObject } {
  const preconditions: JsonObject[] = [];
  const world: Record<string, Json> = {};
  for (const { kind, code, subjects } of codes) {
    const [subject] = subjects;
    const parameter = scalars(page).find((one) => nameOf(one) === subject?.place);
    if (kind !== 'existence' || !subject || !parameter || taken.includes(code) || !isFreeText(parameter))
      continue;
    const name = nameOf(parameter);
    const collection = `${name.slice(0, 1).toLowerCase()}${name.slice(1)}s`;
    if (world[collection] !== undefined) continue;
    const value = `no-such-${kebab(name)}`;
    preconditions.push({
      present: collection,
      key: [name],
      error: code,
      fixture: { name: `missing-${kebab(name)}`, value },
      'x-evidence': 'implied',
      'x-source': `Request parameters, ${name}; Error codes, ${code}`,
    });
    world[collection] = { open: true, absent: [{ [name]: value }] };
  }
  return { preconditions, world };
}

/** Whether any text will do, so that one of our own stands for what is not there. */
function isFreeText(parameter: JsonObject): boolean {
  const bound = [
    'values',
    'format',
    'pattern',
    'minimum',
    'maximum',
    'maxLength',
    'minLength',
    'mustContain',
    'when',
    'requiredWhen',
    'default',
  ];
  return (parameter['type'] ?? 'string') === 'string' && !bound.some((word) => parameter[word] !== undefined);
}
