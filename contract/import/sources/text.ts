/** A page copied as text: one cell, item or sentence a line, headings without a mark. */
import { sectionOf, type PageBlock } from './blocks.ts';
import { isErrorColumn } from './page-errors.ts';
import { columnOf } from './columns.ts';

export function readTextBlocks(text: string): readonly PageBlock[] {
  const blocks: PageBlock[] = [];
  let code: string[] = [];
  let previous = '';
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.replaceAll('\u00a0', ' ').replaceAll(/[\u200b\ufeff]/g, '');
    const trimmed = line.trim();
    // A sample goes on until its outermost brace closes.
    if (code.length > 0 || /^[{[]$/.test(trimmed)) {
      code.push(line);
      if (/^[}\]]$/.test(line)) {
        blocks.push({ kind: 'code', text: code.join('\n') });
        code = [];
      }
    } else if (trimmed !== '') {
      blocks.push(blockOf(trimmed, previous));
      previous = trimmed;
    }
  }
  if (code.length > 0) blocks.push({ kind: 'code', text: code.join('\n') });
  return blocks;
}

function blockOf(line: string, previous: string): PageBlock {
  // The title of a column is no heading, although a section may be called the same.
  const section = isHeader(line) && isHeader(previous) ? undefined : sectionOf(line);
  if (section !== undefined && section !== 'other') return { kind: 'heading', text: line };
  if (/^(?:Try it now|Test|Release notes|Change history|调试|变更历史)$/.test(line))
    return { kind: 'heading', text: line };
  const item = /^[•·●▪◦]\s*(?<text>.*)$/.exec(line)?.groups?.['text'];
  return { kind: 'text', text: item === undefined ? line : `- ${item}` };
}

function isHeader(line: string): boolean {
  return columnOf(line) !== 'other' || isErrorColumn(line);
}
