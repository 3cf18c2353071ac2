/** Text that is not ours, made fit to print: on a terminal, in a log, in a report. */

/**
 * Text on one line that a terminal, a log or a CI system shows and does not obey. Control characters, line breaks, and
 * characters that reorder or hide text are written as escapes (`\n`, `\u001b`); so is the start of what GitHub Actions,
 * Azure Pipelines and TeamCity take for a command (`::error::` at the start of a line, `##[error]`, `##vso[`).
 *
 * A backslash stays as it is, so that commands can be pasted; what is printed need not be read back.
 */
export function printable(text: string): string {
  // Nearly every text is such, and to look at it so takes a tenth of what follows.
  if (ascii.test(text) && !text.includes('##') && !command.test(text)) return text;
  return (
    text
      .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, escape)
      // Runners look for it after any white space.
      .replace(/^(\s*):(?=:)/, String.raw`$1\u003a`)
      .replaceAll(/##(?=\w*\[)/g, String.raw`#\u0023`)
  );
}

const ascii = /^[ -~]*$/;
const command = /^\s*::/;

/** The same for text of several lines: its line breaks stay. */
export function printableLines(text: string): string {
  return text
    .split(/\r\n|\n/)
    .map(printable)
    .join('\n');
}

/**
 * A copy of a JSON-like value in which `change` was applied to every text, names of members included. `change` is told the
 * name of the member that holds the text, or the list of the text.
 */
export function mapTexts<T>(value: T, change: (text: string, name: string) => string): T {
  return map(value, change, '') as T; // only texts are replaced, by texts
}

function map(value: unknown, change: (text: string, name: string) => string, name: string): unknown {
  if (typeof value === 'string') return change(value, name);
  if (Array.isArray(value)) return value.map((item) => map(item, change, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [change(key, ''), map(member, change, key)]),
  );
}

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escape(character: string): string {
  return named[character] ?? unicodeEscapes(character);
}

/** As JSON writes them: two escapes for what takes two units. */
export function unicodeEscapes(text: string): string {
  return Array.from(
    { length: text.length },
    (_, index) => `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
}
