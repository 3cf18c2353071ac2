/** The tables of a section, each with what stands above it. */
import type { PageBlock } from './blocks.ts';

export interface PageTable {
  /** Titles of its columns; empty for a table without a header. */
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Headings and paragraphs between the table before it, or the beginning of the section, and this one. */
  readonly lead: string;
  /** Of a table that stands in a cell: the cells of the row that the cell is one of. */
  readonly inRow: readonly string[] | undefined;
}

/** In the order of the page. Rows without a header go on with the table above them. */
export function tablesIn(blocks: readonly PageBlock[]): readonly PageTable[] {
  const tables: (PageTable & { readonly rows: (readonly string[])[] })[] = [];
  let lead: string[] = [];
  for (const block of blocks) {
    if (block.kind !== 'row') {
      if (block.kind !== 'code') lead.push(block.text);
      continue;
    }
    const above = tables.at(-1);
    if (!block.isHeader && above) above.rows.push(block.cells);
    else
      tables.push({
        header: block.isHeader ? block.cells : [],
        rows: block.isHeader ? [] : [block.cells],
        lead: lead.join('\n'),
        inRow: block.inRow,
      });
    lead = [];
  }
  return tables;
}

/** A table as a list of what was not read names it. */
export function titleOfTable({ header, rows, lead }: PageTable): string {
  const columns = (header.length > 0 ? header : (rows[0] ?? [])).map((cell) =>
    cell.replaceAll(/[*`\n]/g, ' ').trim(),
  );
  const above = lead.split('\n').at(-1) ?? '';
  return `the table with the columns ${columns.join(', ')}${above === '' ? '' : ` below "${above}"`}`;
}
