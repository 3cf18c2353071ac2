/** The one sentence to remember, the same in every format. It never says "all" where something falls short or was not played. */
import type { Report } from '../report.ts';

export function summary(report: Report): string {
  return [matched(report), ...shortfalls(report), ...unplayed(report)].join(', ');
}

function matched({ codesMatched, codesDocumented, contract }: Report): string {
  if (codesDocumented === 0) return 'has no documented codes of its own';
  const page = contract.page === '' ? '' : ` of the page of ${contract.page}`;
  return `matches ${codesMatched} of ${codesDocumented} documented codes${page}`;
}

/** Known failures fall short as well: the list only says that somebody knows. */
export function shortfalls({ failures }: Report): readonly string[] {
  const short = failures.filter(({ outcome }) => outcome === 'failed' || outcome === 'known-failure');
  const stated = short.filter(({ evidence }) => evidence === 'stated').length;
  const weaker = short.length - stated;
  const known = short.filter(({ outcome }) => outcome === 'known-failure').length;
  const ofThem = known === 0 ? '' : ` (${known} of them known)`;
  if (stated > 0 && weaker > 0)
    return [
      `but ${scenarios(stated)} that the page states and ${weaker} that it implies fall short${ofThem}`,
    ];
  if (stated > 0) return [`but ${scenarios(stated)} that the page states ${falls(stated)} short${ofThem}`];
  if (weaker > 0) return [`but ${scenarios(weaker)} that it implies ${falls(weaker)} short${ofThem}`];
  return [];
}

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

/** Waiting as people count it. */
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
