/** `understudy mutants`. */
import { exitCodes } from './exit.ts';
import { loadContract } from './load.ts';
import { measureStrength, type Fate, type Strength } from './mutants/strength.ts';
import { showProgress } from './progress.ts';

/** The share of faults that has to be reported for the right reason. */
const wanted = 0.95;

export async function measureMutants({
  seed,
  json,
}: {
  readonly seed: number;
  readonly json?: boolean;
}): Promise<void> {
  const strength = await measureStrength({
    contract: await loadContract(),
    seed,
    onProgress: showProgress(process.stderr),
  });
  process.stdout.write(
    json === true ? `${JSON.stringify(plain(strength), null, 2)}\n` : printStrength(strength),
  );
  const right = count(strength, 'right-reason');
  process.exitCode =
    right / strength.faults.length >= wanted && strength.blamed.length === 0
      ? exitCodes.ok
      : exitCodes.fallsShort;
}

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
    `${strength.correctServers - strength.blamed.length} of ${strength.correctServers} correct servers blamed for nothing`,
    ...list('Reported for another reason', strength, 'other-reason'),
    ...list('Survived', strength, 'survived'),
    ...strength.blamed.map(({ name, by }) => `blamed although correct: ${name}, by ${by.join(', ')}`),
    '',
  ].join('\n');
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

function count({ faults }: Strength, fate: Fate): number {
  return faults.filter((one) => one.fate === fate).length;
}

function plain({ faults, blamed, correctServers }: Strength): unknown {
  return {
    faults: faults.map(({ fault, fate, by }) => ({
      name: fault.name,
      category: fault.category,
      breaks: fault.breaks,
      fate,
      by,
    })),
    blamed,
    correctServers,
  };
}
