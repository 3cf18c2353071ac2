/** The one sentence to remember, the same in every format. It never says "all" where something falls short or was not played. */
import type { Report } from '../report.ts';

/** Such as `matches 20 of 21 documented codes of the page of 2025-07-24, and 1 scenario that the page states falls short`. */
export function summary(report: Report): string {
  return [matched(report), ...shortfalls(report), ...unplayed(report)].join(', ');
}

function matched({ codesMatched, codesDocumented, contract }: Report): string {
  if (codesDocumented === 0) return 'has no documented codes of its own';
  const page = contract.page === '' ? '' : ` of the page of ${contract.page}`;
  return `matches ${codesMatched} of ${codesDocumented} documented codes${page}`;
}

/** What falls short, after "matches N of M codes, "; empty where nothing does. Known failures fall short as well. */
export function shortfalls({ failures, codesMatched, codesDocumented }: Report): readonly string[] {
  const short = failures.filter(({ outcome }) => outcome === 'failed' || outcome === 'known-failure');
  const stated = short.filter(({ evidence }) => evidence === 'stated').length;
  const weaker = short.length - stated;
  const known = short.filter(({ outcome }) => outcome === 'known-failure').length;
  const ofThem = known === 0 ? '' : ` (${known} of them known)`;
  // What a target was seen to do, and what is assumed, counts only where the run was asked to count it.
  const and = codesMatched === codesDocumented ? 'but' : 'and';
  const isImplied = short.every(({ evidence }) => evidence === 'stated' || evidence === 'implied');
  const byWhom = isImplied ? 'that it implies' : 'of weaker evidence';
  if (stated > 0 && weaker > 0)
    return [`${and} ${scenarios(stated)} that the page states and ${weaker} ${byWhom} fall short${ofThem}`];
  if (stated > 0) return [`${and} ${scenarios(stated)} that the page states ${falls(stated)} short${ofThem}`];
  if (weaker > 0) return [`${and} ${scenarios(weaker)} ${byWhom} ${falls(weaker)} short${ofThem}`];
  return [];
}

/** What was not played, after the same; empty for a whole run that skipped no more than it may. */
export function unplayed(report: Report): readonly string[] {
  const { cutOff, options, verdicts, scenarios: all } = report;
  return [
    ...(options.shard ? [`as shard ${options.shard.index} of ${options.shard.count}`] : []),
    ...(cutOff ? [`cut off (${cutOff.reason})`] : []),
    ...(isMostlyPlayed(report) ? [] : [`with ${verdicts.skipped} of ${all.length} scenarios not played`]),
  ];
}

/** Whether no more was skipped than the run allows. */
export function isMostlyPlayed({ verdicts, scenarios: all, maxSkipped }: Report): boolean {
  return verdicts.skipped <= all.length * maxSkipped;
}

function scenarios(count: number): string {
  return count === 1 ? '1 scenario' : `${count} scenarios`;
}

function falls(count: number): string {
  return count === 1 ? 'falls' : 'fall';
}

/** Never 100 % where something is missing, nor 0 % where something is there. */
export function percent(share: number | null): string {
  if (share === null) return '-';
  const rounded = Math.round(share * 100);
  if (rounded === 100 && share < 1) return '99 %';
  return rounded === 0 && share > 0 ? '1 %' : `${rounded} %`;
}

/** How long the run took, such as `5.1 s`. */
export function seconds({ durationMs }: Pick<Report, 'durationMs'>): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}

/** What the run was asked for, in one line. */
export function settings({ seed, options, failOn }: Report): string {
  const { runs, only, shard, maxRequests, rate, fixtures = {}, accounts, auth, overlays = [] } = options;
  return [
    `seed ${seed}`,
    ...(runs === undefined ? [] : [`runs ${runs}`]),
    ...(shard ? [`shard ${shard.index}/${shard.count}`] : []),
    ...(only ? [`only ${only.join(' ')}`] : []),
    ...(maxRequests === undefined ? [] : [`at most ${maxRequests} requests`]),
    ...(rate === undefined ? [] : [`${rate} calls a second`]),
    ...Object.entries(fixtures).map(([name, value]) => `fixture ${name}=${value}`),
    ...(accounts === undefined ? [] : [`accounts ${accounts}`]),
    ...(auth === undefined ? [] : [`auth ${auth}`]),
    ...(options.gateway === true ? ['gateway'] : []),
    ...(options.strictRate === true ? ['strict rate'] : []),
    ...overlays.map((file) => `overlay ${file}`),
    ...(failOn === 'implied' ? [] : [`fail on ${failOn}`]),
  ].join(', ');
}
