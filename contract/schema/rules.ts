/** The rules of a request schema as a flat list: each with its path, conditions, keyword, limit and error. */
import { ContractError } from '../contract-error.ts';
import { pick, readCodeEvidence, readProvenance, type Evidence, type Provenance } from '../evidence.ts';
import { isArray, isObject, pointerTo, type Json, type JsonObject } from '../json.ts';
import { formats, isFormat } from './formats.ts';
import { isKeyword, type Keyword } from './keyword-names.ts';
import { compilePredicate, keywords, type Assertion } from './keywords.ts';
import { assertKnown, assertKnownInside } from './known-words.ts';
import { kebab } from './texts-and-numbers.ts';
import { partsOf, type SchemaCondition, type Part, type Path } from './walk.ts';

/** A condition on a value that contains the rule's value: the `if` of `if`/`then`. */
export interface Guard {
  /** How many steps of the rule's path lead to the condition's value. */
  readonly depth: number;
  readonly schema: Json;
  /** False for `else`: the condition must not hold. */
  readonly wanted: boolean;
  readonly matches: Assertion;
}

export interface Rule extends Provenance {
  /** The parts of `name` with slashes, such as `delay-time/below-minimum`. */
  readonly id: string;
  readonly name: RuleName;
  /** The path of the rule's value; for `required`, of the object that lacks the member. */
  readonly path: Path;
  readonly guards: readonly Guard[];
  readonly keyword: Keyword;
  readonly limit: Json;
  /** JSON pointer to the keyword, inside the schema. */
  readonly pointer: string;
  /** The documented error that a violation means, with `{name}` filled in. */
  readonly error: string;
  /** Evidence that a violation is answered with this error; `evidence` is that of a refusal with any code. */
  readonly codeEvidence: Evidence;
  /** The schema object that the keyword stands in, for its `x-accepts` and `x-refuses`. */
  readonly schema: JsonObject;
  readonly holds: Assertion;
}

/** Of a rule that has no name, such as a recommendation. */
export const unnamed = { id: '', name: { subject: [], breach: '' } } as const;

export interface RuleName {
  /** The path of the parameter, in kebab case; empty for a rule about the whole request. */
  readonly subject: readonly string[];
  /** How the rule is broken, such as `below-minimum`. */
  readonly breach: string;
}

/** Where in a request a rule is violated: property names and positions in lists, from 0. */
export type Place = readonly (string | number)[];

export interface Violation {
  readonly rule: Rule;
  readonly at: Place;
  /** Absent for a member that is missing. */
  readonly value: Json | undefined;
}

/**
 * The rules of a schema as a flat list, in document order.
 *
 * Throws ContractError for a keyword that is unknown, without `x-error`, or whose rule has the id of another.
 */
export function compileRules(schema: JsonObject, pointer = ''): readonly Rule[] {
  const byId = new Map<string, Rule>();
  for (const found of locateSchemas(schema, pointer).flatMap(rulesOf)) {
    const other = byId.get(found.id);
    const rule = other ? renamed(found, other) : found;
    const same = byId.get(rule.id);
    if (same)
      throw new ContractError(
        `Failed to name rule "${rule.id}": the rule at #${same.pointer} has that name. Give one of them an "x-id".`,
        { pointer: rule.pointer },
      );
    byId.set(rule.id, rule);
  }
  return [...byId.values()];
}

/** A rule that would have the id of another: of items it says so, and of a condition what the condition is about. */
function renamed(rule: Rule, other: Rule): Rule {
  if (other.path.length !== rule.path.length) return ofItems(rule);
  const guard = rule.guards.at(-1)?.schema;
  const given = guard !== undefined && isObject(guard) && isArray(guard['required']) ? guard['required'] : [];
  if (given.length === 0) return rule;
  const { subject, breach } = rule.name;
  return {
    ...rule,
    ...named(subject, `${breach}-with-${given.map((name) => kebab(String(name))).join('-')}`),
  };
}

/** A list and its items may have the same limits, so the ids of item rules are distinct, at every depth. */
function ofItems(rule: Rule): Rule {
  const names = rule.path.map((step) => (step === '[]' ? 'items' : kebab(step)));
  const member = rule.keyword === 'required' ? [kebab(String(rule.limit))] : [];
  return { ...rule, ...named([...names, ...member], rule.name.breach) };
}

function named(subject: readonly string[], breach: string): Pick<Rule, 'id' | 'name'> {
  return { id: [...subject, breach].join('/'), name: { subject, breach } };
}

/** A schema in context: the path of its value, and its conditions. */
export interface Located {
  readonly schema: JsonObject;
  readonly path: Path;
  readonly guards: readonly Guard[];
  readonly pointer: string;
  /** Its `x-error`, or that of the enclosing schema for the same value. */
  readonly error: Json | undefined;
  /** Evidence and source for all its keywords. */
  readonly provenance: Provenance;
}

/** A schema and every schema inside, in document order. Throws ContractError for a keyword that is unknown. */
export function locateSchemas(schema: JsonObject, pointer = ''): readonly Located[] {
  return locate({
    schema,
    path: [],
    guards: [],
    pointer,
    error: schema['x-error'],
    provenance: readProvenance(schema, '', { evidence: 'assumed', source: '' }, pointer),
  });
}

const trees = new WeakMap<readonly Rule[], PlantedTree>();

const none: readonly Violation[] = [];

/** Every violation of a request, in the order of the rules, at all places. */
export function findViolations(
  rules: readonly Rule[],
  request: JsonObject,
  now: number,
): readonly Violation[] {
  const tree = trees.get(rules) ?? plant(rules);
  const { walk } = tree;
  visit(tree, request, now, undefined, walk);
  const { violations } = walk;
  if (violations.length === 0) return none; // what the walk has is filled by the next one
  walk.violations = [];
  if (violations.length < 2) return violations;
  const ranks = (tree.ranks ??= new Map(rules.map((rule, index) => [rule, index])));
  return violations.toSorted((a, b) => (ranks.get(a.rule) ?? 0) - (ranks.get(b.rule) ?? 0));
}

/** The property names from the root to a rule's subject, without list marks, including a missing member. */
export function subjectOf({
  path,
  keyword,
  limit,
}: Pick<Rule, 'path' | 'keyword' | 'limit'>): readonly string[] {
  const names = path.filter((step) => step !== '[]');
  return keyword === 'required' ? [...names, String(limit)] : names;
}

function locate(located: Located): Located[] {
  const { schema, pointer } = located;
  for (const name of Object.keys(schema)) assertKnown(name, pointer);
  assertKnownInside(schema, pointer);
  if (schema['if'] !== undefined) compilePredicate(schema['if'], pointerTo(pointer, 'if'));
  return [located, ...partsOf(schema, pointer).flatMap((part) => locate(inside(located, part)))];
}

function inside(outer: Located, part: Part): Located {
  const { schema, pointer } = part;
  const common = { schema, pointer, provenance: readProvenance(schema, '', outer.provenance, pointer) };
  if (part.about !== 'same') {
    const step = part.about === 'item' ? '[]' : part.name;
    return { ...common, path: [...outer.path, step], guards: outer.guards, error: schema['x-error'] };
  }
  const { path, guards } = part.condition ? guarded(outer, part.condition) : outer;
  return { ...common, path, guards, error: schema['x-error'] ?? outer.error };
}

function guarded(around: Located, { schema, pointer, wanted }: SchemaCondition): Located {
  const matches = compilePredicate(schema, pointer);
  return { ...around, guards: [...around.guards, { depth: around.path.length, schema, wanted, matches }] };
}

function membersOf(value: Json, pointer: string): JsonObject {
  if (isObject(value)) return value;
  throw new ContractError(
    `Failed to read "${pointer.split('/').at(-1)}": it is not an object. Write an object.`,
    { pointer },
  );
}

function rulesOf(located: Located): Rule[] {
  return Object.entries(located.schema).flatMap(([name, limit]) => {
    if (isKeyword(name)) return rulesOfKeyword(name, limit, located, name);
    return name === 'dependentRequired' ? rulesOfDependents(limit, located) : [];
  });
}

function rulesOfDependents(limit: Json, located: Located): Rule[] {
  const members = Object.entries(membersOf(limit, pointerTo(located.pointer, 'dependentRequired')));
  return members.flatMap(([property, names]) => {
    const guard = { schema: { required: [property] }, pointer: located.pointer, wanted: true };
    return rulesOfKeyword('required', names, guarded(located, guard), 'dependentRequired');
  });
}

/** A keyword is one rule; `required` is one for each name. `written` is the keyword as the document spells it. */
function rulesOfKeyword(keyword: Keyword, limit: Json, located: Located, written: string): Rule[] {
  if (!canFail(keyword, limit)) {
    keywords[keyword].compile(limit, pointerTo(located.pointer, written)); // its limit is checked all the same
    return [];
  }
  const { schema, path, guards, error, provenance } = located;
  const limits = keyword === 'required' && isArray(limit) ? limit : [limit];
  const pointer = pointerTo(located.pointer, written);
  return limits.map((one) => {
    const subject = subjectOf({ path, keyword, limit: one });
    const member = keyword === 'required' ? String(one) : '';
    const template = pick(error, written, member);
    if (template === undefined) {
      throw new ContractError(
        `Failed to read "${written}" of "${subject.join('.')}": no "x-error" says which error it means. Add one.`,
        {
          pointer,
        },
      );
    }
    const stands = readProvenance(schema, written, provenance, located.pointer, member);
    return {
      ...named(subject.map(kebab), pick(schema['x-id'], written) ?? keywords[keyword].violation(one)),
      path,
      guards,
      keyword,
      limit: one,
      pointer,
      error: template.replaceAll('{name}', subject.at(-1) ?? ''),
      schema,
      holds: keywords[keyword].compile(one, pointer),
      ...stands,
      codeEvidence: readCodeEvidence(schema, written, stands.evidence, located.pointer, member),
    };
  });
}

/**
 * Whether a request can violate a keyword at all. Parameters arrive as text, so a schema that allows text is never
 * violated by its type, and an empty text or list counts as absent.
 */
function canFail(keyword: Keyword, limit: Json): boolean {
  switch (keyword) {
    case 'type':
      return !(isArray(limit) ? limit : [limit]).some(
        (type) => type === 'string' || type === 'object' || type === 'array',
      );
    case 'minLength':
    case 'minItems':
      return typeof limit !== 'number' || limit > 1;
    case 'uniqueItems':
      return limit !== false;
    case 'format':
      return isFormat(limit) && formats[limit].canFail;
    default:
      return true;
  }
}

/** Rules by the path of their value, so that a walk visits each value, and evaluates each condition, once. */
interface RuleTree {
  readonly rules: Rule[];
  /** Whether texts that pass are worth keeping: there is a pattern, and nothing depends on the time or on other values. */
  keepsPassed: boolean;
  /** A text that breaks none of the rules: clients send the same again and again, and patterns take longest of all to look at. */
  passed: string | undefined;
  /** How many other texts have passed. */
  others: number;
  readonly conditions: { readonly guard: Guard; readonly inside: RuleTree }[];
  readonly members: { readonly name: string; readonly inside: RuleTree }[];
  items: RuleTree | undefined;
}

/** A whole tree. The same walk goes through it each time. */
interface PlantedTree extends RuleTree {
  readonly walk: Walk;
  /** The place of each rule among all, known once two were broken. */
  ranks: ReadonlyMap<Rule, number> | undefined;
}

function plant(rules: readonly Rule[]): PlantedTree {
  const root: PlantedTree = {
    ...emptyTree(),
    walk: { at: [], violations: [] },
    ranks: undefined,
  };
  for (const rule of rules) {
    let tree: RuleTree = root;
    for (let depth = 0; depth <= rule.path.length; depth += 1) {
      for (const guard of rule.guards) if (guard.depth === depth) tree = underGuard(tree, guard);
      const step = rule.path[depth];
      if (step === undefined) addRule(tree, rule);
      else tree = step === '[]' ? (tree.items ??= emptyTree()) : underMember(tree, step);
    }
  }
  trees.set(rules, root);
  return root;
}

function addRule(tree: RuleTree, rule: Rule): void {
  tree.rules.push(rule);
  tree.keepsPassed =
    tree.rules.some(({ keyword }) => keyword === 'pattern') &&
    !tree.rules.some(({ keyword }) => looksAround.has(keyword));
}

/** Keywords that look at the time or at other values, and those that may hold such ones. */
const looksAround: ReadonlySet<Keyword> = new Set<Keyword>(['not', 'anyOf', 'x-not-before', 'x-after']);

function emptyTree(): RuleTree {
  return {
    rules: [],
    keepsPassed: false,
    passed: undefined,
    others: 0,
    conditions: [],
    members: [],
    items: undefined,
  };
}

function underGuard(tree: RuleTree, guard: Guard): RuleTree {
  const known = tree.conditions.find((one) => one.guard === guard);
  if (known) return known.inside;
  const inside = emptyTree();
  tree.conditions.push({ guard, inside });
  return inside;
}

function underMember(tree: RuleTree, name: string): RuleTree {
  const known = tree.members.find((one) => one.name === name);
  if (known) return known.inside;
  const inside = emptyTree();
  tree.members.push({ name, inside });
  return inside;
}

/** What a walk has found so far, and where it is: one list, changed in place. */
interface Walk {
  readonly at: (string | number)[];
  violations: Violation[];
}

/** Runs for every request, so it allocates nothing unless it finds something. */
function visit(tree: RuleTree, value: Json, now: number, parent: Json | undefined, walk: Walk): void {
  const { conditions, members, items } = tree;
  if (typeof value !== 'string' || value !== tree.passed) checkRules(tree, value, now, parent, walk);
  for (const { guard, inside } of conditions)
    if (concerns(inside, value) && guard.matches(value, now, parent) === guard.wanted)
      visit(inside, value, now, parent, walk);
  if (members.length > 0 && isObject(value))
    for (const { name, inside } of members) {
      const member = value[name];
      if (member === undefined) continue;
      walk.at.push(name);
      visit(inside, member, now, value, walk);
      walk.at.pop();
    }
  if (items && isArray(value))
    for (let index = 0; index < value.length; index += 1) {
      walk.at.push(index);
      visit(items, value[index] ?? null, now, value, walk);
      walk.at.pop();
    }
}

/** Whether there is anything to look at under a condition: to see that members are absent takes less than to ask it. */
function concerns({ rules, conditions, members, items }: RuleTree, value: Json): boolean {
  if (rules.length > 0 || conditions.length > 0 || items || !isObject(value)) return true;
  for (const { name } of members) if (value[name] !== undefined) return true;
  return false;
}

function checkRules(
  tree: RuleTree,
  value: Json,
  now: number,
  parent: Json | undefined,
  { at, violations }: Walk,
): void {
  const found = violations.length;
  for (const rule of tree.rules)
    if (!rule.holds(value, now, parent)) violations.push(violationOf(rule, value, at));
  if (typeof value === 'string' && violations.length === found && tree.keepsPassed) keepPassed(tree, value);
}

/** A text that passed is kept now and then: to keep each would cost as much as the rules where all are different. */
function keepPassed(tree: RuleTree, text: string): void {
  tree.others += 1;
  if (tree.others % keptEvery !== 1 || text.length > longestKept) return;
  // Copied: a slice would keep the whole request in memory.
  tree.passed = JSON.parse(JSON.stringify(text)) as string;
}

const keptEvery = 8;

/** In UTF-16 units. */
const longestKept = 200;

function violationOf(rule: Rule, value: Json, at: Place): Violation {
  return rule.keyword === 'required'
    ? { rule, at: [...at, String(rule.limit)], value: undefined }
    : { rule, at: [...at], value };
}
