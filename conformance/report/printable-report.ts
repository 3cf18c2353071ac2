/** A report fit to print: what a target answered, and what stands in a file that somebody merges, is text of others. */
import { mapTexts, printable, printableLines, unicodeEscapes } from '../../contract/text/printable.ts';

/** The same report, or comparison, with no text that a terminal or a CI system would obey. Only bodies keep their lines. */
export function printableReport<T extends object>(report: T): T {
  return mapTexts(report, (text, name) => (name === 'body' ? printableLines(text) : printable(text)));
}

/** JSON that reads back as the same value, and holds nothing that a terminal obeys where somebody prints the file. */
export function printableJson(value: unknown): string {
  const json = JSON.stringify(value, undefined, 2);
  // JSON.stringify escapes what is below a space; of the others only line breaks are its own.
  return `${json.replaceAll(/[^\n\P{Cc}]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, unicodeEscapes)}\n`;
}
