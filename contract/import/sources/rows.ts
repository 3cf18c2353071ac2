/** Rows of a parameter table, from real tables and from pages that were flattened to one cell a paragraph. */
import type { PageBlock } from './blocks.ts';

export interface ParameterRow {
  /** As printed: `Tag.N.Key`, `└Name`, or empty for the item of the list above. */
  readonly name: string;
  readonly type: string;
  /** Empty where the table has no such column. */
  readonly required: string;
  readonly description: string;
  readonly example: string;
}

type ParameterColumn = keyof ParameterRow | 'other';

const columnNames: readonly (readonly [ParameterColumn, RegExp])[] = [
  ['name', /^(?:parameters?|name|field|参数|名称|参数名称?|字段|属性)$/i],
  ['type', /^(?:type|data type|类型|数据类型)$/i],
  ['required', /^(?:required|mandatory|是否必[选须填需]|必[填选须]|是否必选)$/i],
  ['example', /^(?:examples?(?: values?)?|sample(?: values?)?|示例值?|样例)$/i],
  ['description', /^(?:description|描述|说明)$/i],
];

export function columnOf(cell: string): ParameterColumn {
  const plain = cell.replaceAll(/[*\s]+/g, ' ').trim();
  return columnNames.find(([, pattern]) => pattern.test(plain))?.[0] ?? 'other';
}

/** The rows of a section's tables, or what its paragraphs make of rows. */
export function parameterRows(blocks: readonly PageBlock[], hasRequired: boolean): readonly ParameterRow[] {
  return blocks.some(({ kind }) => kind === 'row') ? tableRows(blocks) : flattenedRows(blocks, hasRequired);
}

function tableRows(blocks: readonly PageBlock[]): readonly ParameterRow[] {
  const rows: ParameterRow[] = [];
  let columns: readonly ParameterColumn[] = [];
  for (const block of blocks) {
    if (block.kind !== 'row') continue;
    if (block.isHeader) {
      // A second table in the section explains a parameter's own fields: they are no parameters of the request.
      if (columns.length > 0 && rows.length > 0) break;
      columns = block.cells.map(columnOf);
      continue;
    }
    const cell = (column: ParameterColumn): string => (block.cells[columns.indexOf(column)] ?? '').trim();
    if (!columns.includes('name')) continue;
    rows.push({
      name: cell('name')
        .replaceAll(/[*`\\]/g, '')
        .trim(),
      type: cell('type'),
      required: cell('required'),
      description: cell('description'),
      example: cell('example'),
    });
  }
  return rows;
}

const identifier = /^[A-Za-z_][\w-]*(?:\.(?:N|n|\d|[\w-]+))*$/;
const typeWord =
  /^(?:string|integer|int|long|number|boolean|array|object|float|double|any|map|json|file|list|repeatlist)(?:\s*<.*>|\s+of\s+\w+)?$/i;
const yesNo = /^(?:yes|no|是|否|true|false|required|optional|conditional)$/i;

/** A row begins with a name, a type and Yes or No; one without a name is the item of the list above. */
function flattenedRows(blocks: readonly PageBlock[], hasRequired: boolean): readonly ParameterRow[] {
  const texts = blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : []));
  const bare = texts.map((text) => text.replaceAll(/\\(?=[_*])/g, '').trim());
  const header = bare.findIndex(
    (text, index) => columnOf(text) === 'name' && columnOf(bare[index + 1] ?? '') === 'type',
  );
  const columns =
    header < 0 ? [] : takeWhile(bare.slice(header), (text) => columnOf(text) !== 'other').map(columnOf);
  const starts: { readonly index: number; readonly named: boolean }[] = [];
  let openList = false;
  for (let index = Math.max(0, header + columns.length); index < bare.length; index += 1) {
    // Behind a list stands its item, without a name: what looks like a name there is the list's example.
    const named: boolean = !openList && startsAt(bare, index, true, hasRequired);
    if (!named && !startsAt(bare, index, false, hasRequired)) continue;
    starts.push({ index, named });
    openList =
      named &&
      /^(?:array|list)/i.test(bare[index + 1] ?? '') &&
      startsAt(bare, nextStart(bare, index + 2, hasRequired), false, hasRequired);
    if (named) index += 1;
  }
  return starts.map(({ index, named }, at) => {
    const first = index + (named ? 1 : 0);
    const cells = texts.slice(first + 1 + (hasRequired ? 1 : 0), starts[at + 1]?.index ?? texts.length);
    return {
      name: named ? (bare[index] ?? '') : '',
      type: bare[first] ?? '',
      required: hasRequired ? (bare[first + 1] ?? '') : '',
      ...contentOf(cells, bare[first] ?? ''),
    };
  });
}

/** The next place where a type and, in a request, Yes or No stand. */
function nextStart(texts: readonly string[], from: number, hasRequired: boolean): number {
  const next = texts.findIndex((_, index) => index >= from && startsAt(texts, index, false, hasRequired));
  return next < 0 ? texts.length : next;
}

function startsAt(texts: readonly string[], index: number, named: boolean, hasRequired: boolean): boolean {
  const first = index + (named ? 1 : 0);
  if (named && !identifier.test(texts[index] ?? '')) return false;
  if (!typeWord.test(texts[first] ?? '')) return false;
  return !hasRequired || yesNo.test(texts[first + 1] ?? '');
}

/** The last paragraph is the example, unless it reads like a part of the description. An empty example leaves nothing behind. */
function contentOf(
  cells: readonly string[],
  type: string,
): { readonly description: string; readonly example: string } {
  const last = cells.at(-1);
  const isLone =
    cells.length < 2 &&
    !(cells.length === 1 && last !== undefined && /^[\w*.-]+$/.test(last) && last.length > 1);
  if (last === undefined || isLone || isProse(last, type))
    return { description: cells.join('\n\n'), example: '' };
  return { description: cells.slice(0, -1).join('\n\n'), example: last };
}

function isProse(text: string, type: string): boolean {
  if (/^(?:- |> )/.test(text)) return true;
  if (/[。！？]$/.test(text)) return true;
  if (/^[[{]/.test(text)) return false;
  if (/^(?:integer|long|number|boolean|float|double)$/i.test(type)) return !/^-?[\w.,]+$/.test(text);
  const words = text.split(/\s+/);
  return words.length > 3 && /[.:]$|\b(?:the|is|of|to|a|an)\b/.test(text);
}

function takeWhile<T>(list: readonly T[], holds: (item: T) => boolean): readonly T[] {
  const end = list.findIndex((item) => !holds(item));
  return end < 0 ? list : list.slice(0, end);
}
