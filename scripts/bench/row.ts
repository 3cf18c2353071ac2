/** One line of the results: what was measured, what it came to, and whether that reaches its bar. */
import type { Spread } from './measure.ts';

export interface BenchRow {
  readonly what: string;
  /** In `unit`; ratios have the unit `×`. */
  readonly value: number;
  readonly unit: string;
  /** How far repeated measurements lie apart, in the same unit. */
  readonly low?: number;
  readonly high?: number;
  /** What it should reach: at least, or at most. */
  readonly bar?: { readonly atLeast: number } | { readonly atMost: number };
  /** What it was measured against, or how. */
  readonly note?: string;
}

/** How many times as much as a base something is. */
export function timesAsMuch(own: Spread, base: number): Pick<BenchRow, 'value' | 'low' | 'high' | 'unit'> {
  return { value: own.median / base, low: own.low / base, high: own.high / base, unit: '×' };
}

export function isMet({ value, bar }: BenchRow): boolean | undefined {
  if (!bar) return undefined;
  return 'atLeast' in bar ? value >= bar.atLeast : value <= bar.atMost;
}

/** As a table in Markdown. */
export function drawTable(rows: readonly BenchRow[]): string {
  return [
    '| what | measured | middle half | bar | reached | how |',
    '| --- | ---: | ---: | --- | --- | --- |',
    ...rows.map((row) => {
      const cells = [
        row.what,
        show(row.value, row.unit),
        spread(row),
        barOf(row),
        verdict(row),
        row.note ?? '',
      ];
      return `| ${cells.join(' | ')} |`;
    }),
  ].join('\n');
}

function spread({ low, high, unit }: BenchRow): string {
  return low === undefined || high === undefined ? '' : `${show(low, '')} to ${show(high, unit)}`;
}

function verdict(row: BenchRow): string {
  const met = isMet(row);
  return met === undefined ? '' : met ? 'yes' : '**no**';
}

function barOf({ bar, unit }: BenchRow): string {
  if (!bar) return '';
  return 'atLeast' in bar ? `at least ${show(bar.atLeast, unit)}` : `at most ${show(bar.atMost, unit)}`;
}

export function show(value: number, unit: string): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const text = value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: 0 });
  return `${text} ${unit}`.trimEnd();
}
