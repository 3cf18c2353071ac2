/**
 * Doubts: requests that are allowed, but whose acceptance has weaker evidence, since sources contradict each other or are silent.
 *
 * - `x-doubts`: schemas that a request may break; each has the evidence that such a request is accepted.
 * - Members without effect: described under a condition that does not hold. `x-evidence: { idle }` beside their description
 *   is the evidence that they are accepted; `assumed` is the default.
 */
import { ContractError } from '../contract-error.ts';
import { readProvenance } from '../evidence.ts';
import { isArray, isObject, pointerTo, type Json, type JsonObject } from '../json.ts';
import { compilePredicate } from './keywords.ts';
import { locateSchemas, type Guard, type Located, type Rule, unnamed } from './rules.ts';
import { findViolations, type Violation } from './violations.ts';

/** A rule that refuses nothing: `evidence` is that of accepting a request that breaks it. */
export interface Doubt extends Rule {
  /** Whether it is about a member without effect. */
  readonly idle: boolean;
}

/** All doubts of a schema, in document order. Throws ContractError for an `x-doubts` that is not a list of `{ unless }`. */
export function compileDoubts(schema: JsonObject, pointer = ''): readonly Doubt[] {
  const located = locateSchemas(schema, pointer);
  return [...located.flatMap(listedDoubts), ...idleDoubts(located)];
}

function listedDoubts(located: Located): readonly Doubt[] {
  const pointer = pointerTo(located.pointer, 'x-doubts');
  const listed = located.schema['x-doubts'] ?? [];
  if (!isArray(listed))
    throw new ContractError('Failed to read "x-doubts": it is not a list. Write a list.', { pointer });
  return listed.map((entry, index) => {
    const at = pointerTo(pointer, index);
    if (!isObject(entry) || entry['unless'] === undefined) {
      throw new ContractError('Failed to read doubt: it has no "unless". Give it a schema.', { pointer: at });
    }
    const { unless } = entry;
    return {
      ...doubt(located, at, unless),
      idle: false,
      holds: compilePredicate(unless, pointerTo(at, 'unless')),
      ...readProvenance(entry, '', { evidence: 'assumed', source: located.provenance.source }, at),
    };
  });
}

function doubt(
  { path, guards, schema }: Located,
  pointer: string,
  limit: Json,
): Omit<Doubt, 'idle' | 'holds' | 'evidence' | 'source'> {
  return {
    ...unnamed,
    path,
    guards,
    keyword: 'not',
    limit,
    pointer,
    error: '',
    codeEvidence: 'assumed',
    schema,
  };
}

/** A member has no effect if all of its conditions fail. */
function idleDoubts(located: readonly Located[]): readonly Doubt[] {
  const conditional = located.filter(
    ({ guards, schema }) => guards.length > 0 && schema['type'] !== undefined,
  );
  return [...Map.groupBy(conditional, ({ path }) => path.join('.')).values()].flatMap((ways) => {
    const [first] = ways;
    if (!first) return [];
    const { schema, provenance, pointer } = first;
    const given = isObject(schema['x-evidence']) && schema['x-evidence']['idle'] !== undefined;
    const about = readProvenance(schema, 'idle', provenance, pointer);
    return waysToFail(ways.map(({ guards }) => guards)).map((guards) => ({
      ...doubt({ ...first, guards }, pointer, {}),
      idle: true,
      holds: () => false,
      source: about.source,
      evidence: given ? about.evidence : ('assumed' as const),
    }));
  });
}

/** Every combination of one reversed guard per alternative. */
function waysToFail(ways: readonly (readonly Guard[])[]): readonly (readonly Guard[])[] {
  return ways.reduce<readonly (readonly Guard[])[]>(
    (combined, guards) =>
      combined.flatMap((chosen) => guards.map((guard) => [...chosen, { ...guard, wanted: !guard.wanted }])),
    [[]],
  );
}

/** A copy of the request without the members that have no effect, which are neither stored nor returned. */
export function compileDropIdle(doubts: readonly Doubt[]): (request: JsonObject) => JsonObject {
  const idle = doubts.filter((doubt) => doubt.idle);
  return (request) => dropAll(findViolations(idle, request, 0), request);
}

function dropAll(found: readonly Violation[], request: JsonObject): JsonObject {
  return found.reduce<JsonObject>((rest, { at }) => without(rest, at) as JsonObject, request); // an object stays one
}

function without(value: Json, [step, ...rest]: readonly (string | number)[]): Json {
  if (isArray(value)) return value.map((item, index) => (index === step ? without(item, rest) : item));
  if (!isObject(value) || step === undefined) return value;
  const { [step]: member, ...others } = value;
  return rest.length === 0 || member === undefined ? others : { ...value, [step]: without(member, rest) };
}
