/** What `npm run strength` prints, to read and as JSON. */
import type { Blame, Fate, Strength } from './strength.ts';

export function printStrength(strength: Strength): string {
  const categories = Map.groupBy(strength.faults, ({ fault }) => fault.category);
  const width = Math.max(...[...categories.keys()].map((category) => category.length));
  const rows = [...categories].map(([category, members]) => {
    const right = members.filter(({ fate }) => fate === 'right-reason').length;
    return `  ${category.padEnd(width)}  ${String(right).padStart(3)} of ${members.length}`;
  });
  const total = strength.faults.length;
  const right = count(strength, 'right-reason');
  return [
    'Faulty servers reported for the right reason, by category:',
    '',
    ...rows,
    '',
    `${right} of ${total} faults (${((right / total) * 100).toFixed(1)} %) reported by a scenario of what is broken, ${count(strength, 'other-reason')} by others only, ${count(strength, 'survived')} by none`,
    `${strength.faults.filter(({ evidence }) => evidence === 'stated').length} of ${total} by something that the page states`,
    `${noticed(strength)} of ${strength.changes.length} changes of the contract (flipped codes, moved bounds) make the reference fail, or the contract contradict itself`,
    ...printBlame('Correct servers', strength.blamed, strength.correctServers),
    ...printSeeds(strength),
    ...list('Reported for another reason', strength, 'other-reason'),
    ...list('Survived', strength, 'survived'),
    ...unnoticed(strength),
    '',
  ].join('\n');
}

/** What the page states accuses; what only follows from it, or from another source, is named beside. */
function printBlame(title: string, blamed: readonly Blame[], servers: number): readonly string[] {
  const stated = blamed.filter(({ evidence }) => evidence === 'stated');
  return [
    `${title}: ${servers - stated.length} of ${servers} blamed for nothing that is stated, ${servers - blamed.length} for nothing at all`,
    ...blamed.map(
      ({ name, evidence, by }) => `  ${name} (${evidence}), by ${by[0]}${andMore(by.length - 1)}`,
    ),
  ];
}

function andMore(others: number): string {
  return others === 0 ? '' : ` and ${others} more`;
}

function printSeeds({ seeds, faults, correctServers }: Strength): readonly string[] {
  if (seeds.length === 0) return [];
  const range = (numbers: readonly number[]): string => {
    const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
    return least === most ? String(least) : `${least} to ${most}`;
  };
  const worst = seeds.toSorted((a, b) => b.blamed.length - a.blamed.length)[0];
  return [
    '',
    `Over ${seeds.length} further seeds, with other names and random requests:`,
    `  ${range(seeds.map(({ right }) => right))} of ${faults.length} faults reported for the right reason; ${range(seeds.map(({ rightAtRandom }) => rightAtRandom))} by the random scenarios alone`,
    ...(worst
      ? printBlame(`  correct servers (seed ${worst.seed}, the worst)`, worst.blamed, correctServers)
      : []),
  ];
}

function unnoticed({ changes }: Strength): readonly string[] {
  const survivors = changes.filter(({ by }) => by.length === 0);
  return survivors.length === 0
    ? []
    : ['', 'Changes of the contract that nothing notices:', ...survivors.map(({ name }) => `  ${name}`)];
}

function list(title: string, { faults }: Strength, fate: Fate): readonly string[] {
  const members = faults.filter((one) => one.fate === fate);
  if (members.length === 0) return [];
  return [
    '',
    `${title}:`,
    ...members.map(
      ({ fault, by }) => `  ${fault.name}: ${fault.describe}${by.length === 0 ? '' : ` (by ${by[0]})`}`,
    ),
  ];
}

export function count({ faults }: Strength, fate: Fate): number {
  return faults.filter((one) => one.fate === fate).length;
}

/** How many changes of the contract make the reference fail. */
export function noticed({ changes }: Strength): number {
  return changes.filter(({ by }) => by.length > 0).length;
}

/** Each fault by its name; the rest as it is. */
export function plainStrength({ faults, ...others }: Strength): unknown {
  return {
    faults: faults.map(({ fault, fate, by, evidence }) => ({
      name: fault.name,
      category: fault.category,
      breaks: fault.breaks,
      fate,
      evidence,
      by,
    })),
    ...others,
  };
}
