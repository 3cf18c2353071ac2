/**
 * A badge for a README: how many of the documented codes a target matches, as JSON that shields.io draws.
 *
 * Source: https://shields.io/badges/endpoint-badge
 */
import type { Report } from './report.ts';

export function toBadge({ codesMatched, codesDocumented }: Report): string {
  const badge = {
    schemaVersion: 1,
    label: 'conformance',
    message: `${codesMatched} of ${codesDocumented} codes`,
    color: colorOf(codesDocumented === 0 ? 0 : codesMatched / codesDocumented),
  };
  return `${JSON.stringify(badge, null, 2)}\n`;
}

/** All green only where every code is matched. */
function colorOf(share: number): string {
  if (share === 1) return 'brightgreen';
  if (share >= 0.9) return 'yellowgreen';
  if (share >= 0.5) return 'orange';
  return 'red';
}
