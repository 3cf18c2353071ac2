/** The page of facts that a document amounts to: what `pages/NAME.yaml` holds. Descriptions are read for it, and not copied. */
import { isArray, type Json, type JsonObject } from '../json.ts';
import { kebab } from '../schema/texts-and-numbers.ts';
import { readParameter, type ParameterReadings } from './prose/read-parameter.ts';
import type { SentenceRead } from './prose/sentence.ts';
import { readOperationProse, type OperationReadings } from './prose/read-operation.ts';
import type { SourceDocument, SourceError, SourceParameter } from './source-document.ts';

/** What two things said of one place, where they differ: both are kept, one is used. */
export interface Disagreement {
  readonly place: string;
  readonly fact: string;
  readonly used: Json;
  readonly usedFrom: string;
  readonly other: Json;
  readonly otherFrom: string;
}

export interface Facts {
  readonly page: JsonObject;
  /** Parameters that together may name one record only, where a sentence says so; else empty. */
  readonly unique: readonly string[];
  readonly disagreements: readonly Disagreement[];
  /** Sentences that state something, read or not. Those that only describe are left out. */
  readonly sentences: readonly SentenceRead[];
}

type Member = Record<string, Json>;

/** Throws nothing: what cannot be read is listed among the sentences. */
export function factsOf(document: SourceDocument): Facts {
  const disagreements: Disagreement[] = [];
  const sentences: SentenceRead[] = document.notRead.map(({ place, text }) => ({ place, text, facts: [] }));
  const own = distinct(document, { disagreements, sentences });
  const context: Context = { document, own, disagreements, sentences, choices: [], requires: [] };
  listContradictions(document.parameters, '', context);
  listContradictions(document.response, 'answer ', context);
  const parameters = own.map((parameter) => memberOf(parameter, parameter.name, own, context));
  const names = own.map(({ name }) => name);
  const operation = readOperationProse(document.prose, names);
  sentences.push(...operation.sentences);
  for (const { parameter, needs } of context.requires) {
    const holder = parameters.find(({ name }) => name === parameter);
    if (holder) holder['requires'] = [needs];
  }
  const page: JsonObject = {
    operation: document.operation,
    product: document.product,
    version: document.version,
    page: {
      title: document.title,
      ...(document.date !== '' && { updated: document.date }),
      language: document.language,
      wording: digestOf(document),
    },
    ...endpointsOf(document),
    ...rateLimitOf(operation),
    ...(document.ram && { ram: { ...document.ram } }),
    parameters,
    ...choicesOf(context, own),
    response: document.response.map(fieldOf),
    ...(document.errorExample && { errorResponse: document.errorExample }),
    errors: distinctErrors(document, sentences),
  };
  return { page, unique: operation.unique, disagreements, sentences };
}

/** Parameters by name, without what every call has. */
function distinct(
  { parameters, name }: SourceDocument,
  lists: Pick<Context, 'disagreements' | 'sentences'>,
): readonly SourceParameter[] {
  const own = parameters.filter((parameter) => {
    if (!ofEveryCall.has(parameter.name)) return true;
    const text = `parameter ${parameter.name}, which every call has`;
    lists.sentences.push({ place: parameter.name, text, facts: [] });
    return false;
  });
  return withDistinctNames(own, '', name, lists).map((parameter) => reachable(parameter, lists));
}

/**
 * Of two with one name the first counts; the other is listed. So is one without a name, and one that no rule can be named
 * after: rules are named in small letters, with dashes for signs.
 */
function withDistinctNames(
  parameters: readonly SourceParameter[],
  parent: string,
  source: string,
  { disagreements, sentences }: Pick<Context, 'disagreements' | 'sentences'>,
): readonly SourceParameter[] {
  const kept = new Map<string, SourceParameter>();
  const list = (place: string, text: string): void => void sentences.push({ place, text, facts: [] });
  for (const parameter of parameters) {
    const { name, type } = parameter;
    const place = parent === '' ? name : `${parent}.${name}`;
    const slug = kebab(name);
    const first = kept.get(slug);
    if (name === '') list(parent === '' ? 'Request parameters' : parent, 'a parameter without a name');
    else if (!/[a-z0-9]/.test(slug)) list(place, 'a name without a Latin letter or a digit: it is not added');
    else if (!first) kept.set(slug, parameter);
    else if (first.name === name)
      disagreements.push({
        place,
        fact: 'parameter',
        used: first.type,
        usedFrom: source,
        other: type,
        otherFrom: `${source}, once more`,
      });
    else list(place, `its name differs from "${first.name}" in capitals or signs alone: it is not added`);
  }
  return [...kept.values()];
}

/** What is sent in a header, a path or a body is never looked at: nothing is demanded of it. */
function reachable(parameter: SourceParameter, { sentences }: Pick<Context, 'sentences'>): SourceParameter {
  const { name, place, type } = parameter;
  if (place === undefined) return parameter;
  const text = `it is sent in the ${place}, which is not looked at: it is not required, and has no rules`;
  sentences.push({ place: name, text, facts: [] });
  const { style: _, items, members, ...own } = parameter;
  return { ...own, type: items || members ? 'object' : type, required: false, prose: '', keywords: {} };
}

/** What the source calls a text, and gives members, is read as an object. */
function listContradictions(parameters: readonly SourceParameter[], before: string, context: Context): void {
  for (const { name, type, contradictedType, items, members } of parameters) {
    const place = `${before}${name}`;
    const source = context.document.name;
    if (contradictedType !== undefined)
      context.disagreements.push({
        place,
        fact: 'type',
        used: type,
        usedFrom: `${source}, its members`,
        other: contradictedType,
        otherFrom: `${source}, its type`,
      });
    if (items) listContradictions([{ ...items, name: 'N' }], `${place}.`, context);
    listContradictions(members ?? [], `${place}.`, context);
  }
}

/** They say which operation is called, by whom, and how it is answered: an operation has none of its own by these names. */
const ofEveryCall: ReadonlySet<string> = new Set(['Action', 'Version', 'Format', 'AccessKeyId']);

function isExpression(value: Json): boolean {
  try {
    return typeof value === 'string' && new RegExp(value, 'u') instanceof RegExp;
  } catch {
    return false; // what is no expression refuses nothing
  }
}

interface Context {
  readonly document: SourceDocument;
  /** The parameters that the page of facts has. */
  readonly own: readonly SourceParameter[];
  readonly disagreements: Disagreement[];
  readonly sentences: SentenceRead[];
  readonly choices: (readonly string[])[];
  readonly requires: { readonly parameter: string; readonly needs: string }[];
}

function rateLimitOf({ rateLimit }: OperationReadings): JsonObject {
  return rateLimit === undefined ? {} : { rateLimit: { ...rateLimit } };
}

/** The error table; a row that stands there twice counts once, one without a code or a status not at all: it is listed. */
function distinctErrors({ errors }: SourceDocument, sentences: SentenceRead[]): Json {
  const [rows, unread]: [SourceError[], SourceError[]] = [[], []];
  for (const row of errors)
    (row.code.trim() !== '' && Number.isInteger(row.status) ? rows : unread).push(row);
  for (const { status, group, code, message } of unread) {
    const missing = code.trim() === '' ? 'a row without a code' : 'a code without a status';
    const under = group ?? (Number.isInteger(status) ? String(status) : 'nothing');
    sentences.push({
      place: `error ${code}`.trim(),
      text: `${missing}, under "${under}": ${message}`,
      facts: [],
    });
  }
  const kept = rows.map(({ status, code, message }) => ({ status, code, message }));
  return [...new Map(kept.map((row) => [`${row.status} ${row.code} ${row.message}`, row])).values()];
}

/** A mark of the wording, so that a later source can be told to be reworded only: FNV-1a of all prose, in hexadecimal. */
function digestOf({ prose, parameters }: SourceDocument): string {
  const texts = (list: readonly SourceParameter[]): readonly string[] =>
    list.flatMap(({ prose: own, items, members }) => [
      own,
      ...texts([...(items ? [items] : []), ...(members ?? [])]),
    ]);
  let hash = 0x811c9dc5;
  for (const character of [...prose.map(({ text }) => text), ...texts(parameters)]
    .join('\n')
    .replaceAll(/\s+/g, ' '))
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}

/** The host that every product has by its name goes without saying. */
function endpointsOf({ hosts, product }: SourceDocument): JsonObject {
  const usual = hosts.length === 1 && hosts[0] === `${product.toLowerCase()}.aliyuncs.com`;
  return hosts.length === 0 || usual ? {} : { endpoints: [...hosts] };
}

/** One choice is all that a page of facts can say; of several the first counts, and the others are listed. */
function choicesOf({ choices, sentences }: Context, parameters: readonly SourceParameter[]): JsonObject {
  const isFree = (choice: readonly string[]): boolean =>
    choice.length > 1 &&
    choice.every((name) => parameters.some((one) => one.name === name && one.required !== true));
  const free = new Map(choices.filter(isFree).map((choice) => [choice.toSorted().join('\n'), choice]));
  const [first, ...others] = free.values();
  for (const choice of others)
    sentences.push({
      place: choice.join(', '),
      text: `a second choice of parameters: at least one of ${choice.join(', ')}. Only the first choice is kept`,
      facts: [],
    });
  return first ? { atLeastOneOf: [[...first]] } : {};
}

function memberOf(
  parameter: SourceParameter,
  place: string,
  siblings: readonly SourceParameter[],
  context: Context,
): Member {
  const read = readParameter(parameter, { place, siblings, all: context.own });
  for (const sentence of read.sentences) context.sentences.push(sentence);
  context.choices.push(...read.atLeastOneOf);
  context.requires.push(...read.requires);
  const stated = settle(parameter, read, place, context);
  return {
    name: parameter.name,
    type: parameter.type,
    ...(parameter.required === true && { required: true }),
    ...stated,
    ...inner(parameter, place, siblings, context, read),
    ...(parameter.example !== undefined && !isArray(parameter.example) && { example: parameter.example }),
    ...(parameter.style !== undefined && { style: parameter.style }),
    ...(parameter.place !== undefined && { in: parameter.place }),
  };
}

function inner(
  parameter: SourceParameter,
  place: string,
  siblings: readonly SourceParameter[],
  context: Context,
  read: ParameterReadings,
): Member {
  if (parameter.items) {
    const { name: _, ...items } = memberOf(parameter.items, `${place}.N`, siblings, context);
    const members = isArray(items['parameters'] ?? null) ? (items['parameters'] as Member[]) : [];
    for (const holder of [items, ...members].filter(({ items: inner }) => inner === undefined))
      for (const word of ofTheList) {
        const said = holder[word];
        delete holder[word];
        if (said !== undefined && parameter.keywords[word] === undefined) read.facts[word] ??= said;
      }
    const { values } = read.ofItems;
    const own = values !== undefined && items['values'] === undefined && isArray(values) ? { values } : {};
    return { ...countsOf(read, parameter), items: { ...items, ...own } };
  }
  const { members } = parameter;
  if (!members || members.length === 0) return {};
  return {
    parameters: withDistinctNames(members, place, context.document.name, context).map((member) =>
      memberOf(member, `${place}.${member.name}`, members, context),
    ),
  };
}

/** Said of an item or of a member of it, they are about the list: `up to 10 templates`, `valid values of N`. */
const ofTheList = ['maxItems', 'minItems'] as const;

function countsOf({ facts }: ParameterReadings, { keywords }: SourceParameter): Member {
  return Object.fromEntries(
    ofTheList.flatMap((word) => {
      const value = facts[word] ?? keywords[word];
      return value === undefined ? [] : [[word, value]];
    }),
  );
}

/** What is said in prose is stated; what only a keyword of the metadata says is implied. Where they differ both are kept. */
function settle(
  { keywords, type, required }: SourceParameter,
  { facts }: ParameterReadings,
  place: string,
  { document, disagreements, sentences }: Context,
): Member {
  const member: Member = { ...facts };
  const implied: Record<string, Json> = {};
  for (const [keyword, value] of Object.entries(keywords)) {
    if (keyword === 'pattern' && !isExpression(value)) {
      sentences.push({ place, text: `pattern ${String(value)} (not a regular expression)`, facts: [] });
      continue;
    }
    const word = keyword === 'enum' ? 'values' : keyword;
    const says = member[word];
    if (says === undefined) {
      member[word] = value;
      implied[word] = 'implied';
    } else if (!isSame(says, value))
      disagreements.push({
        place,
        fact: word,
        used: says,
        usedFrom: `${document.name}, prose`,
        other: value,
        otherFrom: `${document.name}, keyword`,
      });
  }
  dropContradictions(member, implied, type);
  if (required === true) for (const word of ['requiredWhen', 'mandatory']) delete member[word];
  for (const word of Object.keys(implied)) if (member[word] === undefined) delete implied[word];
  return Object.keys(implied).length > 0 ? { ...member, evidence: implied } : member;
}

/** Bounds that no value satisfies, and a default that its own parameter refuses, say nothing. */
function dropContradictions(member: Member, implied: Record<string, Json>, type: string): void {
  for (const [low, high] of [
    ['minimum', 'maximum'],
    ['minLength', 'maxLength'],
    ['minItems', 'maxItems'],
  ] as const) {
    if (Number(member[low]) > Number(member[high])) {
      const weaker = implied[low] === undefined ? high : low;
      delete member[weaker];
    }
  }
  const { default: initial, values } = member;
  if (initial === undefined) return;
  const number = Number(initial);
  const isOutside = number < Number(member['minimum']) || number > Number(member['maximum']);
  const isUnlisted = values !== undefined && isArray(values) && !values.includes(initial);
  const isOfType = type !== 'integer' || Number.isInteger(initial);
  if (isOutside || isUnlisted || !isOfType) delete member['default'];
}

function isSame(a: Json, b: Json): boolean {
  if (isArray(a) && isArray(b)) {
    const [left, right] = [new Set(a.map(String)), new Set(b.map(String))];
    return left.size === right.size && [...left].every((one) => right.has(one));
  }
  return typeof a === 'object' || typeof b === 'object'
    ? JSON.stringify(a) === JSON.stringify(b)
    : String(a) === String(b);
}

function fieldOf(field: SourceParameter): JsonObject {
  return {
    name: field.name,
    ...shapeOf(field),
  };
}

function shapeOf({ type, items, members, example, keywords }: SourceParameter): Member {
  if (items) return { type: 'array', items: shapeOf(items) };
  if (members && members.length > 0) return { fields: members.map(fieldOf) };
  return {
    type,
    ...(keywords['enum'] !== undefined && { values: keywords['enum'] }),
    ...(example !== undefined && { example }),
  };
}
