/** A badge for a README: how many of the documented codes a target matches. */
import { printableReport } from './printable-report.ts';
import type { Report } from './report.ts';

export function toBadge(report: Report): string {
  const { codesMatched, codesDocumented, target, contract } = printableReport(report);
  const label = 'conformance';
  const message = `${codesMatched} of ${codesDocumented} codes`;
  const title = `${target}: ${message} of ${contract.operation}`;
  const [left, right] = [widthOf(label) + 10, widthOf(message) + 10];
  const color = colorOf(codesDocumented === 0 ? 0 : codesMatched / codesDocumented);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${escape(`${label}: ${message}`)}">
  <title>${escape(title)}</title>
  <linearGradient id="shine" x2="0" y2="100%">
    <stop offset="0" stop-color="#bbb" stop-opacity=".1"/>
    <stop offset="1" stop-opacity=".1"/>
  </linearGradient>
  <clipPath id="round"><rect width="${left + right}" height="20" rx="3" fill="#fff"/></clipPath>
  <g clip-path="url(#round)">
    <rect width="${left}" height="20" fill="#555"/>
    <rect x="${left}" width="${right}" height="20" fill="${color}"/>
    <rect width="${left + right}" height="20" fill="url(#shine)"/>
  </g>
  <g fill="#fff" text-anchor="middle" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">
${textAt(left / 2, label)}
${textAt(left + right / 2, message)}
  </g>
</svg>
`;
}

/** A text with its shadow. Its length is fixed, so that it fits whichever font a reader has. */
function textAt(middle: number, text: string): string {
  const width = widthOf(text);
  const draw = (y: number, more: string): string =>
    `    <text x="${middle}" y="${y}" textLength="${width}"${more}>${escape(text)}</text>`;
  return [draw(15, ' aria-hidden="true" fill="#010101" fill-opacity=".3"'), draw(14, '')].join('\n');
}

/** All green only where every code is matched. */
function colorOf(share: number): string {
  if (share === 1) return '#3c8a0c';
  if (share >= 0.9) return '#78860b';
  if (share >= 0.5) return '#a87f0a';
  return '#c74a37';
}

/** About how many pixels a text takes in Verdana of 11 pixels. */
function widthOf(text: string): number {
  const width = [...text].reduce((sum, character) => sum + (widths[character] ?? 7), 0);
  return Math.round(width);
}

const widths: Readonly<Record<string, number>> = {
  ' ': 3.9,
  a: 6.6,
  c: 5.7,
  d: 6.9,
  e: 6.6,
  f: 3.9,
  i: 3,
  l: 3,
  m: 10.7,
  n: 7,
  o: 6.7,
  r: 4.7,
  s: 5.7,
};

function escape(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
