/**
 * Pairwise covering tables: every feasible pair of levels of two factors is in some row.
 *
 * Greedy, after AETG: a row begins with a pair that no row has yet; each further choice is the one that adds
 * most new pairs, of those that leave a way to finish the row. No row is made and thrown away. A pair is called infeasible
 * only where every way to finish its row was tried, or ruled out. Nothing is random: the same factors give the same table.
 */

/** Decides which levels of a few factors may be combined. */
export interface Constraint {
  readonly factors: readonly number[];
  /** Gets one level of each of the factors, in their order. */
  readonly allows: (levels: readonly number[]) => boolean;
}

export interface CoveringRow {
  /** The level of each factor. */
  readonly levels: readonly number[];
  /** The two factors whose uncovered pair the row was begun with. */
  readonly begunFor: readonly [number, number];
  /** Number of pairs that no earlier row covers. */
  readonly newPairs: number;
}

export interface Covering {
  readonly rows: readonly CoveringRow[];
  /** Number of pairs that some row covers. */
  readonly feasible: number;
  /** Number of infeasible pairs: each level is possible, but no row can have both. */
  readonly infeasible: number;
}

/** `sizes` are the numbers of levels, by factor. Each row has one level of each factor. Empty where no row is possible. */
export function coverPairs(sizes: readonly number[], constraints: readonly Constraint[]): Covering {
  const problem = createProblem(sizes, constraints);
  const possible = narrow(problem, problem.all, problem.tables);
  if (!possible) return { rows: [], feasible: 0, infeasible: 0 };
  const missing = createMissing(problem, possible);
  ruleOut(problem, possible, missing);
  const rows: CoveringRow[] = [];
  for (let pair = missing.first(); pair; pair = missing.first()) {
    const [one, other] = pair;
    const row = finishRow(problem, fix(problem, fix(problem, possible, one), other), missing);
    if (!row) missing.remove(one, other);
    else {
      const newPairs = missing.removeAll(row);
      const begunFor = [problem.factorOf[one] ?? 0, problem.factorOf[other] ?? 0] as const;
      const levels = row.map((level, factor) => level - (problem.first[factor] ?? 0));
      rows.push({ levels, begunFor, newPairs });
    }
  }
  return { rows, ...countPairs(rows) };
}

/** Each possible level is in some row, so the levels of the rows are all possible ones. */
function countPairs(rows: readonly CoveringRow[]): Omit<Covering, 'rows'> {
  const feasible = rows.reduce((sum, { newPairs }) => sum + newPairs, 0);
  const used = (rows[0]?.levels ?? []).map(
    (_, factor) => new Set(rows.map(({ levels }) => levels[factor])).size,
  );
  const pairs = used.reduce(
    (sum, one, factor) => used.slice(factor + 1).reduce((more, other) => more + one * other, sum),
    0,
  );
  return { feasible, infeasible: pairs - feasible };
}

/** Levels are numbered consecutively over all factors. */
interface Problem {
  readonly factorOf: readonly number[];
  /** The number of each factor's first level, and one more entry for the end. */
  readonly first: readonly number[];
  readonly all: Alive;
  readonly tables: readonly Table[];
  readonly tablesOf: readonly (readonly Table[])[];
  /** Factors that constraints tie together, directly or by way of others: what is chosen in one group never matters in another. */
  readonly groups: readonly (readonly number[])[];
}

/** A constraint as the list of what it allows. */
interface Table {
  readonly factors: readonly number[];
  readonly tuples: readonly (readonly number[])[];
}

/** 1 for each level that may still be chosen. */
type Alive = Uint8Array;

function createProblem(sizes: readonly number[], constraints: readonly Constraint[]): Problem {
  const first = sizes.reduce<number[]>((firsts, size) => [...firsts, (firsts.at(-1) ?? 0) + size], [0]);
  const factorOf = sizes.flatMap((size, factor) => Array.from({ length: size }, () => factor));
  const tables = constraints.map(({ factors, allows }) => ({
    factors,
    tuples: combinations(factors.map((factor) => sizes[factor] ?? 0))
      .filter(allows)
      .map((levels) => levels.map((level, index) => level + (first[factors[index] ?? 0] ?? 0))),
  }));
  return {
    factorOf,
    first,
    all: new Uint8Array(factorOf.length).fill(1),
    tables,
    tablesOf: sizes.map((_, factor) => tables.filter(({ factors }) => factors.includes(factor))),
    groups: groupFactors(sizes.length, tables),
  };
}

function combinations(sizes: readonly number[]): readonly (readonly number[])[] {
  return sizes.reduce<readonly (readonly number[])[]>(
    (all, size) => all.flatMap((levels) => Array.from({ length: size }, (_, level) => [...levels, level])),
    [[]],
  );
}

function groupFactors(count: number, tables: readonly Table[]): readonly (readonly number[])[] {
  const groupOf = Array.from({ length: count }, (_, factor) => factor);
  for (const { factors } of tables) {
    const joined = new Set(factors.map((factor) => groupOf[factor]));
    const [target = 0] = factors.map((factor) => groupOf[factor] ?? 0);
    groupOf.forEach((group, factor) => {
      if (joined.has(group)) groupOf[factor] = target;
    });
  }
  return [...Map.groupBy(groupOf.keys(), (factor) => groupOf[factor]).values()];
}

function aliveLevels({ first }: Problem, alive: Alive, factor: number): readonly number[] {
  const levels: number[] = [];
  for (let level = first[factor] ?? 0; level < (first[factor + 1] ?? 0); level += 1)
    if (alive[level] === 1) levels.push(level);
  return levels;
}

/** Arc consistency: prune each level that some constraint leaves no partner; undefined where a factor has no level left. */
function narrow(problem: Problem, alive: Alive, tables: readonly Table[]): Alive | undefined {
  const left = Uint8Array.from(alive);
  const waiting = new Set(tables);
  for (const table of waiting) {
    // Removed first, so that a change can add it again.
    waiting.delete(table);
    const supported = supportedBy(table, left);
    for (const factor of table.factors) {
      let kept = 0;
      let isChanged = false;
      for (let level = problem.first[factor] ?? 0; level < (problem.first[factor + 1] ?? 0); level += 1) {
        if (left[level] !== 1) continue;
        if (supported[level] === 1) kept += 1;
        else isChanged = true;
        left[level] = supported[level] ?? 0;
      }
      if (kept === 0) return undefined;
      if (!isChanged) continue;
      for (const other of problem.tablesOf[factor] ?? []) if (other !== table) waiting.add(other);
    }
  }
  return left;
}

/** The levels of tuples whose levels may all still be chosen. */
function supportedBy({ tuples }: Table, alive: Alive): Alive {
  const supported = new Uint8Array(alive.length);
  for (const tuple of tuples) {
    let isAlive = true;
    for (const level of tuple) if (alive[level] !== 1) isAlive = false;
    if (isAlive) for (const level of tuple) supported[level] = 1;
  }
  return supported;
}

/** Choose a level; undefined where no row can have it any more. */
function fix(problem: Problem, alive: Alive | undefined, level: number): Alive | undefined {
  if (alive?.[level] !== 1) return undefined;
  const factor = problem.factorOf[level] ?? 0;
  const chosen = Uint8Array.from(alive);
  chosen.fill(0, problem.first[factor], problem.first[factor + 1]);
  chosen[level] = 1;
  return narrow(problem, chosen, problem.tablesOf[factor] ?? []);
}

function without(problem: Problem, alive: Alive, level: number): Alive | undefined {
  const rest = Uint8Array.from(alive);
  rest[level] = 0;
  const factor = problem.factorOf[level] ?? 0;
  if (aliveLevels(problem, rest, factor).length === 0) return undefined;
  return narrow(problem, rest, problem.tablesOf[factor] ?? []);
}

/** The levels of a whole row; undefined where every way to finish it was tried. */
function finishRow(
  problem: Problem,
  begun: Alive | undefined,
  missing: Missing,
): readonly number[] | undefined {
  const finished = problem.groups.reduce<Alive | undefined>(
    (alive, group) => alive && finishGroup(problem, alive, group, missing),
    begun,
  );
  return (
    finished && problem.first.slice(0, -1).map((_, factor) => aliveLevels(problem, finished, factor)[0] ?? 0)
  );
}

function finishGroup(
  problem: Problem,
  alive: Alive,
  group: readonly number[],
  missing: Missing,
): Alive | undefined {
  const level = mostNewPairs(problem, alive, group, missing);
  if (level === undefined) return alive;
  const chosen = fix(problem, alive, level);
  const finished = chosen && finishGroup(problem, chosen, group, missing);
  if (finished) return finished;
  const rest = without(problem, alive, level);
  return rest && finishGroup(problem, rest, group, missing);
}

/** Of the levels still open in a group, the one that covers most new pairs with the levels already chosen. */
function mostNewPairs(
  problem: Problem,
  alive: Alive,
  group: readonly number[],
  missing: Missing,
): number | undefined {
  const chosen = problem.first.slice(0, -1).flatMap((_, factor) => {
    const levels = aliveLevels(problem, alive, factor);
    return levels.length === 1 ? levels : [];
  });
  let best: { readonly level: number; readonly gain: number; readonly open: number } | undefined;
  for (const factor of group) {
    const levels = aliveLevels(problem, alive, factor);
    if (levels.length < 2) continue;
    for (const level of levels) {
      let gain = 0;
      for (const other of chosen) if (missing.has(level, other)) gain += 1;
      // A tie goes to the level with more uncovered pairs, so that no rows remain for a few.
      const open = missing.countOf(level);
      if (!best || gain > best.gain || (gain === best.gain && open > best.open)) best = { level, gain, open };
    }
  }
  return best?.level;
}

/** The pairs of levels that no row has yet. */
interface Missing {
  readonly has: (one: number, other: number) => boolean;
  readonly countOf: (level: number) => number;
  /** An uncovered pair of the two factors with most uncovered pairs: they decide the number of rows. */
  readonly first: () => readonly [number, number] | undefined;
  /** Returns the number of pairs removed. */
  readonly remove: (one: number, other: number) => number;
  readonly removeAll: (row: readonly number[]) => number;
}

function createMissing({ factorOf }: Problem, possible: Alive): Missing {
  const count = factorOf.length;
  const pairs = new Uint8Array(count * count);
  const counts = new Uint32Array(count);
  const factors = (factorOf.at(-1) ?? 0) + 1;
  const betweenFactors = Array.from({ length: factors * factors }, () => 0);
  const mark = (one: number, other: number, change: 1 | -1): void => {
    pairs[one * count + other] = pairs[other * count + one] = change === 1 ? 1 : 0;
    counts[one] = (counts[one] ?? 0) + change;
    counts[other] = (counts[other] ?? 0) + change;
    // Of two factors the one that comes first has the lower levels.
    const between = (factorOf[Math.min(one, other)] ?? 0) * factors + (factorOf[Math.max(one, other)] ?? 0);
    betweenFactors[between] = (betweenFactors[between] ?? 0) + change;
  };
  for (let one = 0; one < count; one += 1)
    for (let other = one + 1; other < count; other += 1)
      if (possible[one] === 1 && possible[other] === 1 && factorOf[one] !== factorOf[other])
        mark(one, other, 1);
  const has = (one: number, other: number): boolean => pairs[one * count + other] === 1;
  const toCome = (one: number, other: number): number => (counts[one] ?? 0) + (counts[other] ?? 0);
  const remove = (one: number, other: number): number => {
    if (!has(one, other)) return 0;
    mark(one, other, -1);
    return 1;
  };
  return {
    has,
    countOf: (level) => counts[level] ?? 0,
    remove,
    first: () => {
      const busiest = betweenFactors.indexOf(Math.max(...betweenFactors));
      if ((betweenFactors[busiest] ?? 0) === 0) return undefined;
      const [one, other] = [Math.floor(busiest / factors), busiest % factors];
      let best: readonly [number, number] | undefined;
      for (const [level, factor] of factorOf.entries()) {
        if (factor !== one) continue;
        for (const [partner, of] of factorOf.entries()) {
          if (of !== other || !has(level, partner)) continue;
          if (!best || toCome(level, partner) > toCome(...best)) best = [level, partner];
        }
      }
      return best;
    },
    removeAll: (row) =>
      row.reduce(
        (sum, one, index) =>
          row.slice(index + 1).reduce((removed, other) => removed + remove(one, other), sum),
        0,
      ),
  };
}

/** Removes the pairs that one step of propagation shows to be infeasible. Of the others some may be infeasible too. */
function ruleOut(problem: Problem, possible: Alive, missing: Missing): void {
  for (const level of problem.factorOf.keys()) {
    if (possible[level] !== 1) continue;
    const beside = fix(problem, possible, level);
    for (const other of problem.factorOf.keys()) if (beside?.[other] !== 1) missing.remove(level, other);
  }
}
