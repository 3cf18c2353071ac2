/** Valid values for one place of a request: those that the contract lists, and generated ones within its limits. */
import fc from 'fast-check';
import { isArray, isObject, type Json, type JsonObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { examplesOf } from '../../contract/schema/format-examples.ts';
import { locateSchemas, type Located, type Rule } from '../../contract/schema/rules.ts';
import { padded } from '../../contract/schema/padding.ts';
import { multipleNear } from '../../contract/schema/texts-and-numbers.ts';
import { schemasAt } from '../../contract/schema/schemas-at.ts';
import { type Path } from '../../contract/schema/walk.ts';
import { bindingsFor } from './bindings.ts';
import { fillRequest } from '../scenario/placeholders.ts';

interface Known {
  readonly located: ReadonlyMap<string, readonly Located[]>;
  readonly rules: ReadonlyMap<string, readonly Rule[]>;
  readonly candidates: Map<string, Candidates>;
}

const knownOf = new WeakMap<Operation, Known>();

function about(operation: Operation): Known {
  const known = knownOf.get(operation) ?? {
    located: Map.groupBy(locateSchemas(operation.request), ({ path }) => path.join('.')),
    rules: Map.groupBy(operation.rules, ({ path }) => path.join('.')),
    candidates: new Map<string, Candidates>(),
  };
  knownOf.set(operation, known);
  return known;
}

/** Every schema about a place, with the conditions under which it applies. */
export function locatedAt(operation: Operation, path: Path): readonly Located[] {
  return about(operation).located.get(path.join('.')) ?? [];
}

/** Every rule about a place. */
export function rulesAt(operation: Operation, path: Path): readonly Rule[] {
  return about(operation).rules.get(path.join('.')) ?? [];
}

/** Whether a value, with its placeholders filled in, breaks none of these rules. */
export function satisfies(operation: Operation, rules: readonly Rule[], value: Json): boolean {
  const bindings = bindingsFor(operation);
  const filled = fillRequest({ value }, bindings)['value'] ?? null;
  return rules.every(({ holds }) => holds(filled, bindings.now));
}

/** Whether a value breaks no rule that holds under no condition. */
export function isValidAlone(operation: Operation, path: Path, value: Json): boolean {
  const rules = rulesAt(operation, path).filter(
    ({ guards, keyword }) => guards.length === 0 && keyword !== 'required',
  );
  return satisfies(operation, rules, value);
}

/** Candidate values for a place, those of the contract before generated ones. Some may break a rule; never empty. */
export function candidatesAt(operation: Operation, path: Path): readonly Json[] {
  const candidates = candidatesOf(operation, path);
  return [...candidates.listed, ...candidates.made()];
}

/** The first candidate that suits. None is generated where the contract lists one. */
export function findCandidate(
  operation: Operation,
  path: Path,
  suits: (value: Json) => boolean,
): Json | undefined {
  const { listed, made } = candidatesOf(operation, path);
  return listed.find(suits) ?? made().find(suits);
}

interface Candidates {
  readonly listed: readonly Json[];
  /** To draw texts that match a pattern takes long. */
  readonly made: () => readonly Json[];
}

function candidatesOf(operation: Operation, path: Path): Candidates {
  const { candidates } = about(operation);
  const key = path.join('.');
  const known = candidates.get(key) ?? findCandidates(operation, path);
  candidates.set(key, known);
  return known;
}

function findCandidates(operation: Operation, path: Path): Candidates {
  const schemas = schemasAt(operation.request, path);
  const always = locatedAt(operation, path)
    .filter(({ guards }) => guards.length === 0)
    .map(({ schema }) => schema);
  const accepted = schemas.flatMap((schema) => listIn(schema, 'x-accepts'));
  const listed = [
    ...accepted.flatMap((one) => (isObject(one) && one['value'] !== undefined ? [one['value']] : [])),
    ...schemas.flatMap((schema) => listIn(schema, 'examples')),
    ...schemas.flatMap((schema) => listIn(schema, 'enum')),
    ...schemas.flatMap(({ default: initial }) => (initial === undefined ? [] : [initial])),
  ].map((value) => asTyped(value, schemas));
  let made: readonly Json[] | undefined;
  return { listed, made: () => (made ??= [...madeValues(schemas), ...madeValues(always), 'value']) };
}

function listIn(schema: JsonObject, keyword: string): readonly Json[] {
  const list = schema[keyword];
  return isArray(list) ? list : [];
}

/** Examples are often texts whatever the type: `"180"` stands for 180 where text is not allowed. */
function asTyped(value: Json, schemas: readonly JsonObject[]): Json {
  const types = typesIn(schemas);
  if (typeof value !== 'string' || value === '' || types.includes('string')) return value;
  if (types.includes('boolean') && /^(?:true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  const isNumber = types.includes('integer') || types.includes('number');
  return isNumber && Number.isFinite(Number(value)) ? Number(value) : value;
}

export function typesIn(schemas: readonly JsonObject[]): readonly Json[] {
  return schemas.flatMap(({ type = [] }) => (isArray(type) ? [...type] : [type]));
}

/** Values generated from the limits of all these schemas together. */
function madeValues(schemas: readonly JsonObject[]): readonly Json[] {
  const types = typesIn(schemas);
  const constants = schemas.flatMap((schema) => (schema['const'] === undefined ? [] : [schema['const']]));
  const formatted = schemas.flatMap(({ format = null }) => examplesOf(format)?.example ?? []);
  return [
    ...constants,
    ...(types.includes('boolean') ? [true, false] : []),
    ...(types.includes('integer') || types.includes('number') ? numbersIn(schemas) : []),
    ...formatted,
    ...textsIn(schemas, formatted),
  ];
}

/** The step from one allowed number to the next: 1 for whole numbers, else a tenth unless the contract says another. */
export function stepIn(schemas: readonly JsonObject[]): number {
  const steps = limitsIn(schemas, 'multipleOf');
  if (steps.length > 0) return Math.max(...steps);
  return typesIn(schemas).includes('number') ? 0.1 : 1;
}

/** The smallest and the largest allowed number; infinite where the contract sets no bound. */
export function boundsIn(schemas: readonly JsonObject[]): readonly [smallest: number, largest: number] {
  const step = stepIn(schemas);
  const smallest = Math.max(
    ...limitsIn(schemas, 'minimum'),
    ...limitsIn(schemas, 'exclusiveMinimum').map((limit) => exact(limit + step)),
    -Infinity,
  );
  const largest = Math.min(
    ...limitsIn(schemas, 'maximum'),
    ...limitsIn(schemas, 'exclusiveMaximum').map((limit) => exact(limit - step)),
    Infinity,
  );
  return [smallest, largest];
}

/** Rounded, to remove the errors of binary fractions. */
export function exact(value: number): number {
  return Number(value.toPrecision(12));
}

function numbersIn(schemas: readonly JsonObject[]): readonly number[] {
  const step = stepIn(schemas);
  const [smallest, largest] = boundsIn(schemas);
  const from = Number.isFinite(smallest) ? smallest : Number.isFinite(largest) ? largest : 1;
  const near = multipleNear(from, step);
  return [from, near, exact(near + step), exact(near - step), from + 1, from - 1];
}

export function limitsIn(schemas: readonly JsonObject[], keyword: string): readonly number[] {
  return schemas.flatMap((schema) => {
    const limit = schema[keyword];
    return typeof limit === 'number' ? [limit] : [];
  });
}

function textsIn(schemas: readonly JsonObject[], formatted: readonly Json[]): readonly string[] {
  const patterns = schemas.flatMap(({ pattern }) => (typeof pattern === 'string' ? [pattern] : []));
  const matching = patterns.flatMap((pattern) => matchesOf(pattern));
  const least = Math.max(0, ...limitsIn(schemas, 'minLength'));
  const most = Math.min(Infinity, ...limitsIn(schemas, 'maxLength'), ...limitsIn(schemas, 'x-max-bytes'));
  const texts = ['value', ...matching, ...formatted.map(String)];
  return [...matching, ...texts.map((text) => ofLength(text, least, most))];
}

function ofLength(text: string, least: number, most: number): string {
  return padded([...text].slice(0, most).join(''), least);
}

const matches = new Map<string, readonly string[]>();

/** Texts that match a pattern, plain ones first, always the same. Empty for a pattern that fast-check cannot generate from (lookaround). */
export function matchesOf(pattern: string): readonly string[] {
  const known = matches.get(pattern) ?? drawMatches(pattern);
  matches.set(pattern, known);
  return known;
}

function drawMatches(pattern: string): readonly string[] {
  try {
    const expression = new RegExp(pattern, 'u');
    const drawn = fc.sample(fc.stringMatching(expression), { seed: 1, numRuns: 200 });
    const texts = [...new Set(drawn)].filter((text) => text !== '' && expression.test(text));
    const isPlain = (text: string): boolean => /^[\x21-\x7e]+$/.test(text);
    return [...texts.filter(isPlain), ...texts.filter((text) => !isPlain(text))];
  } catch {
    return [];
  }
}

/** At most `count` different values for a place, each valid; fewer where there are fewer. */
export function differentValues(
  operation: Operation,
  path: Path,
  usual: Json,
  count: number,
): readonly Json[] {
  const numbered =
    typeof usual === 'string'
      ? Array.from({ length: count }, (_, index) => `${usual}${index + 1}`)
      : typeof usual === 'number'
        ? Array.from({ length: count * 2 }, (_, index) =>
            exact(
              usual +
                (index < count ? index : count - 1 - index) * stepIn(schemasAt(operation.request, path)),
            ),
          )
        : [];
  const all = [...numbered, usual, ...candidatesAt(operation, path)];
  const valid = all.filter((value) => value !== '' && isValidAlone(operation, path, value));
  return [...new Set(valid)].slice(0, count);
}
