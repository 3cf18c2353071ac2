import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mapTexts, printable, printableLines } from './printable.ts';

describe('printable text', () => {
  test.each([
    ['a line break', 'one\ntwo\r\n', String.raw`one\ntwo\r\n`],
    ['a tab', 'a\tb', String.raw`a\tb`],
    ['a colour', '\u001B[31mred', String.raw`\u001b[31mred`],
    ['a control sequence of one byte', '\u009B2J', String.raw`\u009b2J`],
    ['a bell, a backspace, a rubout', '\u0007\b\u007F', String.raw`\u0007\u0008\u007f`],
    ['an order that is turned', 'a\u202Eb\u2066c', String.raw`a\u202eb\u2066c`],
    ['what cannot be seen', 'a\u200Bb\uFEFFc\u00ADd', String.raw`a\u200bb\ufeffc\u00add`],
    ['a hidden message', '\u{E0041}', String.raw`\udb40\udc41`],
    ['line separators', 'a\u2028b\u2029c\u0085', String.raw`a\u2028b\u2029c\u0085`],
    ['half a character', '\uD800x', String.raw`\ud800x`],
    ['a command to GitHub', '::error title=Forged::text', String.raw`\u003a:error title=Forged::text`],
    ['the same, indented', '  ::stop-commands::x', String.raw`  \u003a:stop-commands::x`],
    ['an older command to GitHub', 'a ##[error]b', String.raw`a #\u0023[error]b`],
    ['commands to others', '##vso[a]##teamcity[b]', String.raw`#\u0023vso[a]#\u0023teamcity[b]`],
  ])('shows %s and does not obey it', (_, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  test('is the text itself where nothing is dangerous', () => {
    const text = String.raw`curl 'http://[::1]:4010/?a=%0A' --data 'it'\''s' # Grüße 直播 😀`;
    expect(printable(text)).toBe(text);
  });

  test('is one line without control characters, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = printable(text);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|^\s*::|##\w*\[/u);
        expect(printable(shown)).toBe(shown);
      }),
    );
  });

  test('keeps the lines of what has several', () => {
    expect(printableLines('one\r\n::error::two\n\u001B[2J')).toBe('one\n\\u003a:error::two\n\\u001b[2J');
  });
});

test('every text of a value is changed, wherever it stands', () => {
  const value = { a: 'x', list: ['x', 1, null, { deep: 'x' }], flag: true };
  expect(mapTexts(value, (text, name) => `${name}:${text}`)).toEqual({
    ':a': 'a:x',
    ':list': ['list:x', 1, null, { ':deep': 'deep:x' }],
    ':flag': true,
  });
});
