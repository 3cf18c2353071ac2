/** A page copied as text: one cell, item or sentence a line, headings without a mark. */
import { sectionOf, type PageBlock } from './blocks.ts';
import { isErrorColumn } from './page-errors.ts';
import { columnOf, typeWord } from './columns.ts';

export function readTextBlocks(text: string): readonly PageBlock[] {
  const blocks: PageBlock[] = [];
  let previous = '';
  const lines = text
    .split(/\r?\n/)
    .map((raw) => raw.replaceAll('\u00a0', ' ').replaceAll(/[\u200b\ufeff]/g, ''));
  for (let index = 0; index < lines.length; index += 1) {
    const line = (lines[index] ?? '').trim();
    const end = sampleEnd(lines, index);
    if (end !== undefined) {
      blocks.push({ kind: 'code', text: lines.slice(index, end + 1).join('\n') });
      index = end;
    } else if (line !== '') {
      blocks.push(blockOf(line, previous, nextLine(lines, index)));
      previous = line;
    }
  }
  return blocks;
}

/** The next line with something in it; empty behind the last. */
function nextLine(lines: readonly string[], start: number): string {
  for (let index = start + 1; index < lines.length; index += 1) {
    const line = (lines[index] ?? '').trim();
    if (line !== '') return line;
  }
  return '';
}

/** Longer samples are not looked for. */
const mostLines = 400;

/** The line in which the outermost brace closes that stands alone in a line; undefined where none does. */
function sampleEnd(lines: readonly string[], start: number): number | undefined {
  if (!/^\s*[{[]\s*$/.test(lines[start] ?? '')) return undefined;
  let depth = 0;
  for (const [offset, line] of lines.slice(start, start + mostLines).entries()) {
    const bare = line.replaceAll(/"(?:[^"\\]|\\.)*"/g, '');
    depth += (bare.match(/[{[]/g)?.length ?? 0) - (bare.match(/[}\]]/g)?.length ?? 0);
    if (depth <= 0) return start + offset;
  }
  return undefined;
}

function blockOf(line: string, previous: string, next: string): PageBlock {
  // The title of a column is no heading, nor is the name of a parameter, although a section may be called the same.
  const named = sectionOf(line);
  const isBehind =
    named === 'errors' ? isErrorColumn(previous) && columnOf(previous) === 'other' : isHeader(previous);
  const isOfTable = (isHeader(line) && isBehind) || typeWord.test(next);
  const section = isOfTable ? undefined : named;
  if (section !== undefined && section !== 'other') return { kind: 'heading', text: line };
  if (!isOfTable && /^(?:Try it now|Test|Release notes|Change history|调试|变更历史)$/.test(line))
    return { kind: 'heading', text: line };
  const item = /^[•·●▪◦]\s*(?<text>.*)$/.exec(line)?.groups?.['text'];
  return { kind: 'text', text: item === undefined ? line : `- ${item}` };
}

function isHeader(line: string): boolean {
  return columnOf(line) !== 'other' || isErrorColumn(line);
}
