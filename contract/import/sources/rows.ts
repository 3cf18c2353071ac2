/** Rows of parameter tables: which table is the operation's own, which explains the fields of one parameter. */
import type { NotRead } from '../source-document.ts';
import { unmark } from '../unmark.ts';
import type { PageBlock } from './blocks.ts';
import { columnOf, identifier, typeOf, type ParameterColumn } from './columns.ts';
import { flattenedRows } from './flattened.ts';
import type { ParameterRow, ParameterSection } from './parameter-row.ts';
import { tablesIn, titleOfTable, type PageTable } from './tables.ts';

export interface ParameterTables {
  /** The parameters of the section. */
  readonly rows: readonly ParameterRow[];
  /** Tables that explain the fields of one parameter, by its name. */
  readonly fields: readonly { readonly of: string; readonly rows: readonly ParameterRow[] }[];
  readonly notRead: readonly NotRead[];
}

/** The rows of a section's tables, or what its paragraphs make of rows. What cannot be told is listed and not read. */
export function parameterTables(blocks: readonly PageBlock[], section: ParameterSection): ParameterTables {
  const tables = tablesIn(blocks);
  if (tables.length === 0) return { fields: [], ...flattenedRows(blocks, section) };
  const notRead: NotRead[] = [];
  const rows: ParameterRow[] = [];
  const fields: { of: string; rows: readonly ParameterRow[] }[] = [];
  let own: readonly ParameterColumn[] = [];
  for (const table of tables) {
    const columns = table.header.map(columnOf);
    const role = roleOf(table, columns, own, rows);
    if (role.kind === 'unknown') {
      notRead.push({ place: section, text: titleOfTable(table) });
      continue;
    }
    if (role.kind === 'common') continue;
    const found = rowsOf(table, columns, section);
    notRead.push(...found.notRead);
    if (role.kind === 'fields') fields.push({ of: role.of, rows: found.rows });
    else {
      if (own.length === 0) notRead.push(...missingColumns(columns, section));
      own = own.length === 0 ? columns : own;
      rows.push(...found.rows);
    }
  }
  return { rows, fields, notRead };
}

type TableRole =
  | { readonly kind: 'own' }
  /** Parameters that every call has. */
  | { readonly kind: 'common' }
  | { readonly kind: 'fields'; readonly of: string }
  | { readonly kind: 'unknown' };

const aboutFields =
  /\b(?:fields?|members?|elements?|attributes?|sub-?parameters?|structure)\b|字段|子参数|成员|属性|结构/i;

/** A table below the operation's own goes on with it where it has the same columns, unless what stands above it says otherwise. */
function roleOf(
  table: PageTable,
  columns: readonly ParameterColumn[],
  own: readonly ParameterColumn[],
  rows: readonly ParameterRow[],
): TableRole {
  if (!columns.includes('name')) return { kind: 'unknown' };
  if (table.inRow) {
    const of = nameIn(table.inRow[own.indexOf('name')] ?? '');
    return of === '' ? { kind: 'unknown' } : { kind: 'fields', of };
  }
  if (isCommonTitle(table.lead.split('\n').at(-1) ?? '')) return { kind: 'common' };
  if (own.length === 0) return { kind: 'own' };
  const of = subjectOf(table.lead, rows);
  if (of !== undefined) return { kind: 'fields', of };
  const needed = (['type', 'required'] as const).filter((column) => own.includes(column));
  const goesOn = needed.every((column) => columns.includes(column)) && !aboutFields.test(table.lead);
  return { kind: goesOn ? 'own' : 'unknown' };
}

/** `Common request parameters:`, and no sentence that mentions them. */
function isCommonTitle(line: string): boolean {
  return /^\W*(?:(?:common|public|global) (?:request )?parameters|公共(?:请求)?参数)\W*$/iu.test(line);
}

/** The one parameter that is named above a table; of several, the one that has fields. */
function subjectOf(lead: string, rows: readonly ParameterRow[]): string | undefined {
  const named = rows.filter(({ name }) => {
    const last = name.replace(/^[^A-Za-z_]+/, '');
    return (
      last !== '' &&
      new RegExp(String.raw`(?<![\w.])${last.replaceAll('.', String.raw`\.`)}(?!\w)`).test(lead)
    );
  });
  if (named.length <= 1) return named[0]?.name;
  const holders = named.filter(({ type }) => ['array', 'object'].includes(typeOf(type) ?? ''));
  return holders.length === 1 ? holders[0]?.name : undefined;
}

function missingColumns(columns: readonly ParameterColumn[], section: ParameterSection): readonly NotRead[] {
  const missing: string[] = [];
  if (!columns.includes('type')) missing.push('no column of types: all are read as texts');
  if (section === 'Request parameters' && !columns.includes('required'))
    missing.push('no column that says which have to be sent: none is read as required');
  return missing.map((text) => ({ place: section, text: `the table has ${text}` }));
}

function rowsOf(
  { rows }: PageTable,
  columns: readonly ParameterColumn[],
  section: ParameterSection,
): { readonly rows: readonly ParameterRow[]; readonly notRead: readonly NotRead[] } {
  const notRead: NotRead[] = [];
  const read = rows.flatMap((cells): ParameterRow[] => {
    const cell = (column: ParameterColumn): string => (cells[columns.indexOf(column)] ?? '').trim();
    const isHeader = columns
      .filter((column) => column !== 'other')
      .every((column) => columnOf(cell(column)) === column);
    if (isHeader) return []; // printed once more in the middle of a long table
    const printed = cell('name');
    const name = nameIn(printed);
    if (name !== '' && !identifier.test(name.replace(/^[└├─>»|\s-]+/, ''))) {
      notRead.push({
        place: section,
        text: `the row "${printed.replaceAll('\n', ' ')}": it is no name that can be sent`,
      });
      return [];
    }
    const description = cells
      .filter((_, index) => columns[index] === 'description')
      .join('\n\n')
      .trim();
    const row = {
      name,
      type: cell('type'),
      required: cell('required'),
      description,
      example: cell('example'),
      place: cell('place'),
    };
    return Object.values(row).every((text) => text === '') ? [] : [row];
  });
  return { rows: read, notRead };
}

/** A name without its markup, without what is said about it behind it, and with places in lists as `N`. */
function nameIn(cell: string): string {
  const [line = ''] = cell.split('\n');
  return unmark(line)
    .replaceAll(/[*`\\]/g, '')
    .replaceAll(/\[(?:N|n|\d*)\](?=\.|$)/g, '.N')
    .replaceAll(/\.[{<[]?(?:N|n)[}>\]]?(?=\.|$)/g, '.N')
    .replace(/\s*[（(][^（）()]*[)）]\s*$/, '')
    .trim();
}
