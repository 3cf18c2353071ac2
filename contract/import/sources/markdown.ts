/**
 * A page as Markdown. Rows of tables are read here and not by a Markdown library: in older pages a cell spans lines and holds
 * lists, which parsers of GFM cut off (they see 59 of 243 such rows).
 */
import { cleanHeading, sectionOf, type PageBlock } from './blocks.ts';
import { readHtmlBlocks } from './html.ts';

export function readMarkdownBlocks(text: string): readonly PageBlock[] {
  const lines = withPipes(
    text
      .replaceAll('\u00a0', ' ')
      .replaceAll(/[\u200b\ufeff]/g, '')
      .split(/\r?\n/),
  );
  const blocks: PageBlock[] = [];
  let at = lines[0] === '---' ? lines.indexOf('---', 1) + 1 : 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const fence = /^\s*(?<mark>`{3,}|~{3,})/.exec(line)?.groups?.['mark'];
    if (fence !== undefined) {
      const end = lines.findIndex((one, index) => index > at && one.trim().startsWith(fence));
      blocks.push({ kind: 'code', text: lines.slice(at + 1, end < 0 ? undefined : end).join('\n') });
      at = end < 0 ? lines.length : end + 1;
    } else if (/^\s*<table\b/i.test(line)) {
      const end = lines.findIndex((one, index) => index >= at && /<\/table>\s*$/i.test(one));
      blocks.push(...readHtmlBlocks(lines.slice(at, end < 0 ? undefined : end + 1).join('\n')).blocks);
      at = end < 0 ? lines.length : end + 1;
    } else if (line.trimStart().startsWith('|')) {
      const table = readTable(lines, at);
      blocks.push(...table.blocks);
      at = table.end;
    } else {
      const isUnderlined = line.trim() !== '' && /^\s*(?:={3,}|-{3,})\s*$/.test(lines[at + 1] ?? '');
      const block = isUnderlined
        ? ({ kind: 'heading', text: cleanHeading(line) } as const)
        : plainBlock(line);
      if (block) blocks.push(block);
      at += isUnderlined ? 2 : 1;
    }
  }
  return blocks;
}

/** Tables of which the lines have no bar at their ends: `Code | Message`. */
function withPipes(lines: readonly string[]): readonly string[] {
  const isOpen = /^\s*:?-{2,}:?\s*(?:\|\s*:?-+:?\s*)+$/;
  let isInside = false;
  return lines.map((line, index) => {
    isInside = line.includes('|') && (isInside || isOpen.test(lines[index + 1] ?? ''));
    return isInside && !line.trimStart().startsWith('|') ? `|${line}|` : line;
  });
}

function plainBlock(line: string): PageBlock | undefined {
  const trimmed = line.trim();
  if (trimmed === '') return undefined;
  const bold = /^\*\*(?<text>[^*]+)\*\*:?$/.exec(trimmed)?.groups?.['text'];
  const heading =
    /^#{1,6}\s+(?<text>.*)$/.exec(trimmed)?.groups?.['text'] ??
    (bold !== undefined && sectionOf(bold) !== undefined ? bold : undefined);
  if (heading !== undefined) return { kind: 'heading', text: cleanHeading(heading) };
  return { kind: 'text', text: trimmed.replace(/^[-*+]\s+/, '- ') };
}

const delimiter = /^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*:?-*:?\s*\|?\s*$|^\s*\|(?:\s*:?-+:?\s*\|)+\s*$/;

/** The table that begins at a line: its header goes on to the line of dashes, and each row until its last cell closes. */
function readTable(
  lines: readonly string[],
  start: number,
): { readonly blocks: readonly PageBlock[]; readonly end: number } {
  const near = lines.slice(start, start + 24);
  const end = near.findIndex((line) => /^\s*(?:#{1,6}\s|<table\b|`{3})/i.test(line));
  const above = near.findIndex((line) => delimiter.test(line));
  const dashes = above < 0 || (end >= 0 && end < above) ? -1 : start + above;
  if (dashes < 0) return { blocks: [{ kind: 'text', text: (lines[start] ?? '').trim() }], end: start + 1 };
  const header = cellsOf(lines.slice(start, dashes).join('\n'));
  const blocks: PageBlock[] = header.length === 0 ? [] : [{ kind: 'row', cells: header, isHeader: true }];
  const columns = Math.max(pipesIn(lines[dashes] ?? '') - 1, 1);
  let at = dashes + 1;
  while (at < lines.length && (lines[at] ?? '').trimStart().startsWith('|')) {
    const end = rowEnd(lines, at, columns);
    blocks.push({
      kind: 'row',
      cells: inColumns(cellsOf(lines.slice(at, end).join('\n')), columns),
      isHeader: false,
    });
    at = end;
    // Rows with an empty line between them belong to one table where they have as many cells.
    const next = lines.findIndex((line, index) => index >= at && line.trim() !== '');
    if (next > at && (lines[next] ?? '').startsWith('|') && !isTableStart(lines, next)) at = next;
  }
  return { blocks, end: at };
}

function isTableStart(lines: readonly string[], at: number): boolean {
  return (
    delimiter.test(lines[at + 1] ?? '') ||
    (pipesIn(lines[at] ?? '') === 1 && lines.slice(at, at + 12).some((line) => delimiter.test(line)))
  );
}

function rowEnd(lines: readonly string[], start: number, columns: number): number {
  let pipes = 0;
  for (let at = start; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    pipes += pipesIn(line);
    if (pipes > columns && /\|\s*$/.test(line)) return at + 1;
    // A row that nobody closed ends where the next one begins, or a heading.
    const next = lines[at + 1] ?? '';
    if (at > start && /^#{1,6}\s/.test(next)) return at + 1;
  }
  return lines.length;
}

function pipesIn(line: string): number {
  return [...line.matchAll(/(?<!\\)\|/g)].length;
}

function cellsOf(row: string): readonly string[] {
  const inner = row
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|\s*$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim());
}

/** A bar inside a cell makes one too many: the surplus belongs to the last. */
function inColumns(cells: readonly string[], columns: number): readonly string[] {
  return cells.length <= columns
    ? cells
    : [...cells.slice(0, columns - 1), cells.slice(columns - 1).join('|')];
}
