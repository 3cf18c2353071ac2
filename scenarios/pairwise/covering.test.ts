import { expect, test } from 'vitest';
import { coverPairs, type Constraint, type Covering } from './covering.ts';

/** Every row that the constraints allow, tried one after the other. */
function everyRow(
  sizes: readonly number[],
  constraints: readonly Constraint[],
): readonly (readonly number[])[] {
  const all = sizes.reduce<readonly (readonly number[])[]>(
    (rows, size) => rows.flatMap((row) => Array.from({ length: size }, (_, level) => [...row, level])),
    [[]],
  );
  return all.filter((row) =>
    constraints.every(({ factors, allows }) => allows(factors.map((factor) => row[factor] ?? -1))),
  );
}

function pairsOf(rows: readonly (readonly number[])[]): readonly string[] {
  const pairs = rows.flatMap((row) =>
    row.flatMap((one, factor) =>
      row.slice(factor + 1).map((other, later) => `${factor}=${one} ${factor + 1 + later}=${other}`),
    ),
  );
  return [...new Set(pairs)].toSorted();
}

function levelsOf({ rows }: Covering): readonly (readonly number[])[] {
  return rows.map(({ levels }) => levels);
}

/** Three factors of two levels cannot all differ; they have to where the fourth has this level. */
function allDifferentWhere(level: number): readonly Constraint[] {
  const pairs = [
    [0, 1],
    [1, 2],
    [0, 2],
  ];
  return pairs.map((pair) => ({
    factors: [...pair, 3],
    allows: ([one, other, when]) => when !== level || one !== other,
  }));
}

const problems: readonly {
  readonly name: string;
  readonly sizes: readonly number[];
  readonly constraints: readonly Constraint[];
}[] = [
  { name: 'no constraints', sizes: [3, 2, 4, 2, 3], constraints: [] },
  {
    name: 'one level that only stands beside one other',
    sizes: [3, 3, 2, 2],
    constraints: [{ factors: [0, 1], allows: ([one, other]) => one !== 2 || other === 1 }],
  },
  {
    name: 'a chain of conditions',
    sizes: [2, 3, 3, 4],
    constraints: [
      { factors: [0, 1], allows: ([one, other]) => (one === 0) === (other === 0) },
      { factors: [1, 2], allows: ([one, other]) => other === 0 || one === 2 },
      { factors: [0, 2, 3], allows: ([one, other, last]) => last !== 3 || (one === 1 && other !== 2) },
    ],
  },
  {
    // Each two of the three can differ, and so no single constraint sees that they cannot all where the fourth wants it.
    name: 'a level that only trying everything rules out',
    sizes: [2, 2, 2, 3, 2],
    constraints: allDifferentWhere(2),
  },
  {
    name: 'rows that are begun for others and led to such a level',
    sizes: [2, 2, 2, 3, 5, 5],
    constraints: allDifferentWhere(0),
  },
  {
    name: 'no row at all',
    sizes: [2, 2, 2],
    constraints: [
      { factors: [0, 1], allows: ([a, b]) => a !== b },
      { factors: [1, 2], allows: ([a, b]) => a !== b },
      { factors: [0, 2], allows: ([a, b]) => a !== b },
    ],
  },
];

test.for(problems)(
  'covers every pair that some row can hold, and no other: $name',
  ({ sizes, constraints }) => {
    const covering = coverPairs(sizes, constraints);

    const allowed = everyRow(sizes, constraints);
    expect(pairsOf(levelsOf(covering))).toEqual(pairsOf(allowed));
    expect(covering.feasible).toBe(pairsOf(allowed).length);
    const possible = new Set(allowed.map(String));
    for (const row of levelsOf(covering)) expect(possible, String(row)).toContain(String(row));
  },
);

test('says how many pairs of levels no row can hold', () => {
  // The third level of the first factor leaves the second one level of three.
  const onlyBeside: Constraint = { factors: [0, 1], allows: ([one, other]) => one !== 2 || other === 1 };

  expect(coverPairs([3, 3], [onlyBeside])).toMatchObject({ feasible: 7, infeasible: 2 });
});

test('counts what each row adds', () => {
  const { rows, feasible } = coverPairs([3, 2, 4, 2], []);

  expect(rows.reduce((sum, { newPairs }) => sum + newPairs, 0)).toBe(feasible);
  expect(rows.every(({ newPairs }) => newPairs > 0)).toBe(true);
  for (const { levels, begunFor } of rows)
    expect(begunFor.every((factor) => levels[factor] !== undefined)).toBe(true);
});

test('needs hardly more rows than the two largest factors have pairs', () => {
  // Published for other tools: 15 to 23 rows, and 29 to 49 (jaccz.github.io/pairwise/efficiency.html).
  expect(
    coverPairs(
      Array.from({ length: 13 }, () => 3),
      [],
    ).rows.length,
  ).toBeLessThanOrEqual(23);
  const mixed = [4, 3, 2].flatMap((size, at) => Array.from({ length: [15, 17, 29][at] ?? 0 }, () => size));
  expect(coverPairs(mixed, []).rows.length).toBeLessThanOrEqual(42);
});

test('gives the same rows every time', () => {
  const { sizes, constraints } = problems[2] ?? { sizes: [], constraints: [] };

  expect(coverPairs(sizes, constraints)).toEqual(coverPairs(sizes, constraints));
});

test.for([[[]], [[4]]])('has nothing to pair in %j', ([sizes = []]) => {
  expect(coverPairs(sizes, [])).toEqual({ rows: [], feasible: 0, infeasible: 0 });
});
