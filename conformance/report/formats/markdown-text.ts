/** Markdown that holds what came from outside as text: in `<code>` and `<pre>` only, with every character escaped that means something. */

const mostText = 1000;
/** GitHub shows no summary of more than a mebibyte. */
const mostBytes = 1_000_000;

/** Each part is whole by itself, so what is too much can be left out from the end. */
export function withinLimit(parts: readonly string[]): readonly string[] {
  const encoder = new TextEncoder();
  let bytes = 0;
  const tooLong = parts.findIndex((part) => {
    bytes += encoder.encode(part).length + 2;
    return bytes > mostBytes;
  });
  return tooLong < 0 ? parts : [...parts.slice(0, tooLong), '… the rest is in the HTML report.'];
}

export function table(
  head: readonly string[],
  alignment: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  return [head, alignment, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

export function restRow(rest: number, columns: number): readonly (readonly string[])[] {
  if (rest <= 0) return [];
  return [Array.from({ length: columns }, (_, column) => (column === 0 ? `… and ${rest} more` : ''))];
}

/** Folded. The empty lines make what is inside Markdown again; `summary` must hold no text that is not escaped. */
export function details(summaryLine: string, content: string): string {
  return `<details><summary>${summaryLine}</summary>\n\n${content}\n\n</details>`;
}

/** Inside `<code>` nothing is linked and nobody is notified. */
export function code(text: string): string {
  return `<code>${inline(text)}</code>`;
}

/** On one line: an empty one would end the HTML around it. */
function inline(text: string): string {
  return escape(cut(text)).replaceAll('\n', ' ');
}

/** Every mark that Markdown, HTML or an automatic link could begin with, as a reference: it is shown as it is. */
export function escape(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll(
      /[^\n\u0020-\u007E\u00A0-\uFFFD\u{10000}-\u{10FFFF}]|[\u202A-\u202E\u2066-\u2069]/gu,
      '\uFFFD',
    )
    .replaceAll(/[!-,:-@[-`{-~]|(?<=www)\./gi, (character) => `&#${character.charCodeAt(0)};`);
}

export function cut(text: string, most = mostText): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
