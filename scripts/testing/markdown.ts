/** Reads sections and code blocks of Markdown, for tests of the README. */

/** The section under a heading, up to the next heading of the same level or a higher one. Throws Error if there is no such heading. */
export function section(markdown: string, title: string): string {
  const lines = markdown.split('\n');
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === title);
  if (start < 0) throw new Error(`Failed to find the section "${title}": there is no such heading.`);
  const level = lines[start]?.indexOf(' ') ?? 0;
  const length = lines.slice(start + 1).findIndex((line) => /^#+ /.test(line) && line.indexOf(' ') <= level);
  return lines.slice(start + 1, length < 0 ? undefined : start + 1 + length).join('\n');
}

/** The contents of the fenced blocks of one language, in their order. */
export function codeBlocks(markdown: string, language: string): readonly string[] {
  return [...markdown.matchAll(/^```(\w+)\n([^]*?)\n```$/gm)]
    .filter(([, of]) => of === language)
    .map(([, , content]) => content ?? '');
}
