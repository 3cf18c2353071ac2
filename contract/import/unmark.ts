/** Text without its inline markup. */

/** A line without emphasis, links, escapes and code marks. */
export function unmark(text: string): string {
  return text
    .replaceAll(/!?\[(?<label>[^\][]*)\]\((?:~~\d+~~|[^()\s]*|[^()]*"[^"]*")\)/g, '$<label>')
    .replaceAll(/~~\d+(?:#[^~]*)?~~/g, '')
    .replaceAll(/\\(?=[!-/:-@[-`{-~])/g, '')
    .replaceAll(/\*\*(?=\S)(?<inner>[^*\n]*?\S|\*)\*\*(?!\*)/g, '$<inner>')
    .replaceAll(/(?<![*\w])\*(?=[^\s*])(?<inner>[^*\n]*?[^\s*])\*(?!\*)/g, '$<inner>')
    .replaceAll(/(?<=[A-Za-z])\*(?<inner>[A-Z][^*\n ]*)\*/g, '$<inner>')
    .replaceAll(/`+(?<inner>[^`\n]*)`+/g, '$<inner>')
    .replaceAll(/&lt;/g, '<')
    .replaceAll(/&gt;/g, '>')
    .replaceAll(/&quot;/g, '"')
    .replaceAll(/&nbsp;/g, ' ')
    .replaceAll(/&#124;|&vert;/g, '|')
    .replaceAll(/&#39;|&apos;/g, "'")
    .replaceAll(/&amp;/g, '&')
    .replaceAll(/[０-９]/g, (digit) => String.fromCodePoint((digit.codePointAt(0) ?? 0) - 0xff10 + 0x30));
}
