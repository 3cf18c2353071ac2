/** The shards of a run, put together: what one run would have reported, but for the time it took. */
import type { Contract } from '../../../contract/contract.ts';
import { diagnose, type Diagnoses } from '../../diagnosis/diagnosis.ts';
import { joinTranscripts } from '../../diagnosis/model/transcript.ts';
import { assemble, withDiagnoses } from './assemble.ts';
import { digestOf, knownIn } from './create-report.ts';
import type { Report, ReportOptions } from '../report.ts';
import { MisuseError } from '../../../contract/text/misuse-error.ts';

/**
 * Merge the shards of one run, in whatever order they are given.
 *
 * Throws MisuseError with a sentence for reports that are not all shards of one run: another target, contract, seed or option, a
 * shard that is missing or given twice. A single report of a whole run is the whole.
 *
 * What fell short is diagnosed anew, over all shards, by the contract that the run was played with: throws for another one.
 *
 *     const merge = (shards: readonly Report[]): Report => mergeReports(shards, readContract());
 */
export function mergeReports(reports: readonly Report[], contract: Contract): Report {
  const [first, ...others] = reports;
  if (!first) throw new MisuseError('Failed to merge reports: none was given. Name at least one file.');
  for (const other of others) assertSameRun(first, other);
  const cutOff = others.length > 0 && reports.find((report) => report.cutOff);
  if (cutOff)
    throw new MisuseError(
      `Failed to merge reports: shard ${cutOff.options.shard?.index} was cut off (${cutOff.cutOff?.reason}). Play it again.`,
    );
  const isWhole = others.length === 0 && !first.options.shard;
  const shards = isWhole ? reports : inOrder(reports);
  const options = withoutShard(first.options);
  const scenarios = interleave(shards.map((report) => report.scenarios));
  const position = new Map(scenarios.map(({ id }, index) => [id, index]));
  if (position.size < scenarios.length)
    throw new MisuseError(
      'Failed to merge reports: a scenario stands in two of them, so they are not shards of one run. Merge the shards of one run.',
    );
  const bySequence = <T extends { readonly id: string }>(items: readonly T[]): readonly T[] =>
    items.toSorted((a, b) => (position.get(a.id) ?? 0) - (position.get(b.id) ?? 0));
  const merged = {
    ...assemble({
      ...first,
      options,
      ...earliestOf(shards),
      durationMs: Math.max(...shards.map(({ durationMs }) => durationMs)),
      documented: first.codes.map(({ code }) => code),
      scenarios,
      confusion: shards.flatMap(({ confusion }) => confusion),
      failures: bySequence(shards.flatMap(({ failures }) => failures)),
      nearMisses: bySequence(shards.flatMap(({ nearMisses }) => nearMisses)),
      skipped: bySequence(shards.flatMap(({ skipped }) => skipped)),
    }),
    ...knownOf(shards, position),
  };
  return withDiagnoses(merged, isWhole ? first : diagnoseAll(shards, knownIn(merged), contract));
}

/** What falls short in one shard may be explained by what another one saw. */
function diagnoseAll(shards: readonly Report[], known: ReadonlySet<string>, contract: Contract): Diagnoses {
  if (shards.every(({ failures }) => failures.every(({ id }) => known.has(id))))
    return { diagnoses: [], readings: [], unexplained: [] };
  const { operation: name, digest } = shards[0]?.contract ?? { operation: '', digest: '' };
  const operation = contract.get(name);
  if (!operation || digestOf(operation.document) !== digest)
    throw new MisuseError(
      `Failed to merge reports: their contract of ${name} is another one (${digest}) than ${operation ? `this (${digestOf(operation.document)})` : 'any of these'}, by which failures are explained. Name it with --contract and --overlay.`,
    );
  const transcripts = shards.flatMap(({ transcript }) => transcript ?? []);
  if (transcripts.length < shards.length)
    throw new MisuseError(
      'Failed to merge reports: one of them has no "transcript", so its failures cannot be explained. Make all of them with this version.',
    );
  return diagnose(joinTranscripts(transcripts), { contract, operation, known });
}

/** What makes two reports parts of one run, by the name that a sentence has for it. */
const identity: readonly (readonly [name: string, of: (report: Report) => unknown])[] = [
  ['target', ({ target }) => target],
  ['operation', ({ contract }) => contract.operation],
  ['page', ({ contract }) => contract.page],
  ['contract', ({ contract }) => contract.digest],
  ['seed', ({ seed }) => seed],
  ['number of runs', ({ options }) => options.runs],
  ['--fail-on', ({ failOn }) => failOn],
  ['--max-skipped', ({ maxSkipped }) => maxSkipped],
  ['number of shards', ({ options }) => options.shard?.count],
  ['codes', ({ codes }) => codes.map(({ code }) => code)],
  ['known failures', ({ knownFailures }) => knownFailures],
  [
    'options',
    ({ options }) => Object.entries(withoutShard(options)).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  ],
];

function withoutShard(options: ReportOptions): ReportOptions {
  return Object.fromEntries(Object.entries(options).filter(([name]) => name !== 'shard'));
}

function assertSameRun(first: Report, other: Report): void {
  for (const [name, of] of identity) {
    const [one, two] = [of(first), of(other)].map((value) => JSON.stringify(value) ?? 'none');
    if (one !== two)
      throw new MisuseError(
        `Failed to merge reports: they are not of one run, since the ${name} of one is ${cut(one)} and that of another ${cut(two)}. Merge the shards of one run.`,
      );
  }
}

function cut(text = ''): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** By the numbers of their shards. Throws for one that is missing, or there twice. */
function inOrder(reports: readonly Report[]): readonly Report[] {
  const count = reports[0]?.options.shard?.count;
  if (count === undefined)
    throw new MisuseError(
      'Failed to merge reports: they are whole runs, not shards of one. Merge reports of check --shard I/N.',
    );
  const numbers = reports.map(({ options }) => options.shard?.index ?? 0);
  const twice = numbers.find((number, index) => numbers.indexOf(number) !== index);
  if (twice !== undefined)
    throw new MisuseError(
      `Failed to merge reports: shard ${twice} of ${count} was given twice. Give each shard once.`,
    );
  if (reports.length < count) {
    const all = Array.from({ length: count }, (_, index) => index + 1);
    const missing = all.filter((number) => !numbers.includes(number));
    throw new MisuseError(
      `Failed to merge reports: of ${count} shards, ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing. Give all of them.`,
    );
  }
  return reports.toSorted((a, b) => (a.options.shard?.index ?? 0) - (b.options.shard?.index ?? 0));
}

/** A shard has every Nth scenario, so the whole has them in turns. Throws where the shards are not of one list. */
function interleave<T>(shards: readonly (readonly T[])[]): readonly T[] {
  const total = shards.reduce((sum, shard) => sum + shard.length, 0);
  const isWhole = shards.every(({ length }, index) => length === Math.ceil((total - index) / shards.length));
  if (!isWhole)
    throw new MisuseError(
      `Failed to merge reports: shards of ${shards.map(({ length }) => length).join(', ')} scenarios are not of one run. Make all of them with the same version.`,
    );
  return Array.from(
    { length: total },
    (_, index) => shards[index % shards.length]?.[Math.floor(index / shards.length)] as T,
  ); // counted above
}

/** Known failures that are stale in one shard are stale in the whole; each is said once, by its first scenario. */
function knownOf(
  shards: readonly Report[],
  position: ReadonlyMap<string, number>,
): Pick<Report, 'knownFailures' | 'staleKnownFailures'> {
  const known = shards[0]?.knownFailures;
  if (!known) return {};
  const stale = shards.flatMap(({ staleKnownFailures = [] }) => staleKnownFailures);
  const placeOf = ({ scenario = '' }: { readonly scenario?: string }): number => position.get(scenario) ?? -1;
  return {
    knownFailures: known,
    staleKnownFailures: known.flatMap(({ pattern }) =>
      stale
        .filter((one) => one.pattern === pattern)
        .toSorted((a, b) => placeOf(a) - placeOf(b))
        .slice(0, 1),
    ),
  };
}

/** When the first of the shards began. */
function earliestOf(shards: readonly Report[]): Pick<Report, 'startedAt'> {
  const [startedAt] = shards.flatMap((shard) => shard.startedAt ?? []).toSorted();
  return startedAt === undefined ? {} : { startedAt };
}
