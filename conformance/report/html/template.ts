/** HTML that escapes by default: whatever is filled into a template is text, unless it is HTML itself. */

/** Markup that holds no text which was not escaped. Only `html` and `raw` make it. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

/** What a template takes; nothing is shown for `undefined`, `null` and `false`. */
export type Fill = Html | string | number | boolean | null | undefined | readonly Fill[];

/** A template whose values are escaped, for elements and for attributes in double quotes. */
export function html(parts: TemplateStringsArray, ...values: readonly Fill[]): Html {
  return new Html(
    parts
      .map((part) => part.replaceAll(indentation, '\n'))
      .map((part, index) => (index === 0 ? part : `${markupOf(values[index - 1])}${part}`))
      .join(''),
  );
}

/** A report repeats its templates hundreds of times; their indentation would be half of the page. */
const indentation = /\n\s+/g;

/** Markup that this project wrote itself: a style sheet, a script. Never anything that came from outside. */
export function raw(markup: string): Html {
  return new Html(markup);
}

function markupOf(value: Fill): string {
  if (value === undefined || value === null || value === false || value === true) return '';
  if (value instanceof Html) return value.markup;
  if (typeof value === 'object') return value.map(markupOf).join('');
  return escape(String(value));
}

/**
 * Text for an element or a quoted attribute. Characters that HTML cannot hold, or that turn round the text after them,
 * become U+FFFD.
 */
function escape(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\u0020-\u007E\u00A0-\u{10FFFF}]|[\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/gu, '\uFFFD')
    .replaceAll(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}
