/**
 * A badge for a README: how many of the documented codes a target matches, and what falls short beside, as JSON that shields.io
 * draws.
 *
 * Source: https://shields.io/badges/endpoint-badge
 */
import { isMostlyPlayed } from '../summary/headline.ts';
import type { Report } from '../report.ts';

export function toBadge(report: Report): string {
  const { codesMatched, codesDocumented, failures, score } = report;
  const short = failures.filter(({ outcome }) => outcome === 'failed' || outcome === 'known-failure').length;
  const shortfall = short === 0 ? '' : `, ${short} ${short === 1 ? 'falls' : 'fall'} short`;
  const unplayed = report.cutOff ? ', cut off' : isMostlyPlayed(report) ? '' : ', not all played';
  const badge = {
    schemaVersion: 1,
    label: 'conformance',
    message: `${codesMatched} of ${codesDocumented} codes${shortfall}${unplayed}`,
    color: colorOf(unplayed === '' ? (score ?? 0) : Math.min(score ?? 0, 0.5)),
  };
  return `${JSON.stringify(badge, null, 2)}\n`;
}

/** All green only where nothing falls short and everything was played. */
function colorOf(share: number): string {
  if (share === 1) return 'brightgreen';
  if (share >= 0.9) return 'yellowgreen';
  if (share >= 0.5) return 'orange';
  return 'red';
}
