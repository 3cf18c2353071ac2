/** Finds the rules that a request breaks, in one walk over its values. */
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import type { Keyword } from './keyword-names.ts';
import type { Guard, Rule } from './rules.ts';

/** Where in a request a rule is violated: property names and positions in lists, from 0. */
export type Place = readonly (string | number)[];

export interface Violation {
  readonly rule: Rule;
  readonly at: Place;
  /** Absent for a member that is missing. */
  readonly value: Json | undefined;
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
  // A check that threw in its midst has left what was found so far.
  if (walk.violations.length > 0) walk.violations = [];
  visit(tree, request, now, undefined, walk);
  const { violations } = walk;
  if (violations.length === 0) return none; // what the walk has is filled by the next one
  walk.violations = [];
  if (violations.length < 2) return violations;
  const ranks = (tree.ranks ??= new Map(rules.map((rule, index) => [rule, index])));
  return violations.sort((a, b) => (ranks.get(a.rule) ?? 0) - (ranks.get(b.rule) ?? 0));
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
  readonly conditions: ConditionTree[];
  readonly members: MemberTree[];
  items: RuleTree | undefined;
}

interface ConditionTree {
  readonly guard: Guard;
  readonly inside: RuleTree;
}

interface MemberTree {
  readonly name: string;
  readonly inside: RuleTree;
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
  /** The first of these lead to the present value, as many as it is deep: to shorten a list and to grow it again takes new memory. */
  readonly at: (string | number)[];
  violations: Violation[];
}

/** Runs for every request, so it allocates nothing unless it finds something; `for … of` would, until its code is warm. */
function visit(
  tree: RuleTree,
  value: Json,
  now: number,
  parent: Json | undefined,
  walk: Walk,
  depth = 0,
): void {
  if (typeof value !== 'string' || value !== tree.passed) checkRules(tree, value, now, parent, walk, depth);
  const { conditions, members, items } = tree;
  for (let index = 0; index < conditions.length; index += 1) {
    const { guard, inside } = conditions[index] as ConditionTree; // within the list
    if (concerns(inside, value) && guard.matches(value, now, parent) === guard.wanted)
      visit(inside, value, now, parent, walk, depth);
  }
  if (typeof value !== 'object' || value === null) return;
  if (isArray(value)) {
    for (let index = 0; items && index < value.length; index += 1) {
      walk.at[depth] = index;
      visit(items, value[index] ?? null, now, value, walk, depth + 1);
    }
    return;
  }
  for (let index = 0; index < members.length; index += 1) {
    const { name, inside } = members[index] as MemberTree; // within the list
    const member = value[name];
    if (member === undefined) continue;
    walk.at[depth] = name;
    visit(inside, member, now, value, walk, depth + 1);
  }
}

/** Whether there is anything to look at under a condition: to see that members are absent takes less than to ask it. */
function concerns({ rules, conditions, members, items }: RuleTree, value: Json): boolean {
  if (rules.length > 0 || conditions.length > 0 || items || !isObject(value)) return true;
  for (let index = 0; index < members.length; index += 1)
    if (value[(members[index] as MemberTree).name] !== undefined) return true; // within the list
  return false;
}

function checkRules(
  tree: RuleTree,
  value: Json,
  now: number,
  parent: Json | undefined,
  { at, violations }: Walk,
  depth: number,
): void {
  const found = violations.length;
  const { rules } = tree;
  for (let index = 0; index < rules.length; index += 1) {
    const rule = rules[index] as Rule; // within the list
    if (!rule.holds(value, now, parent)) violations.push(violationOf(rule, value, at.slice(0, depth)));
  }
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

/** `at`: a list of its own. */
function violationOf(rule: Rule, value: Json, at: Place): Violation {
  return rule.keyword === 'required'
    ? { rule, at: [...at, String(rule.limit)], value: undefined }
    : { rule, at, value };
}
