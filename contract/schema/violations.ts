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
  // A check that threw in its midst has left the walk where it was.
  if (walk.at.length > 0 || walk.violations.length > 0) Object.assign(walk, newWalk());
  visit(tree, request, now, undefined, walk);
  const { violations } = walk;
  if (violations.length === 0) return none; // what the walk has is filled by the next one
  walk.violations = [];
  if (violations.length < 2) return violations;
  const ranks = (tree.ranks ??= new Map(rules.map((rule, index) => [rule, index])));
  return violations.toSorted((a, b) => (ranks.get(a.rule) ?? 0) - (ranks.get(b.rule) ?? 0));
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
    walk: newWalk(),
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
  at: (string | number)[];
  violations: Violation[];
}

function newWalk(): Walk {
  return { at: [], violations: [] };
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
