/** Rows of parameter tables on pages that were flattened to one cell a paragraph: where a row begins has to be told from its cells. */
import type { PageBlock } from './blocks.ts';
import { columnOf, identifier, typeWord, yesNo, type ParameterColumn } from './columns.ts';
import type { NotRead } from '../source-document.ts';
import type { ParameterRow, ParameterSection } from './parameter-row.ts';

/** Columns by which a row is known, in the order of the page, and whether its example stands in front of its description. */
interface Layout {
  readonly keys: readonly ParameterColumn[];
  readonly isExampleFirst: boolean;
  /** How many paragraphs the titles of the columns are. */
  readonly begin: number;
}

interface RowStart {
  readonly index: number;
  readonly hasName: boolean;
}

/** A row begins with a name, a type and Yes or No, in the order of the columns; one without a name is the item of the list above. */
export function flattenedRows(
  blocks: readonly PageBlock[],
  section: ParameterSection,
): { readonly rows: readonly ParameterRow[]; readonly notRead: readonly NotRead[] } {
  const texts = blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : []));
  const bare = texts.map((text) => text.replaceAll(/\\(?=[_*])/g, '').trim());
  const layout = layoutOf(bare, section);
  const rows = layout ? rowsIn(texts, bare, layout) : [];
  const isEmpty = texts.every((text) =>
    /^(?:none|n\/a|无)\W*$|\bno (?:request |response )?parameters?\b/i.test(text),
  );
  if (rows.length > 0 || isEmpty) return { rows, notRead: [] };
  const text = `${texts.length} paragraphs in which no row of a table is found, the first "${(texts[0] ?? '').slice(0, 80)}"`;
  return { rows, notRead: [{ place: section, text }] };
}

/** Undefined where nothing but a description stands behind a name, so that no row can be told from the one before. */
function layoutOf(texts: readonly string[], section: ParameterSection): Layout | undefined {
  const usual: readonly ParameterColumn[] =
    section === 'Request parameters' ? ['name', 'type', 'required'] : ['name', 'type'];
  const header = texts.findIndex((text, index) =>
    [text, texts[index + 1] ?? ''].every((title) => columnOf(title) !== 'other'),
  );
  if (header < 0) return { keys: usual, isExampleFirst: false, begin: 0 };
  const titles = texts.slice(header);
  // A first parameter that is called Name or Type is no second column of that name.
  const end = titles.findIndex(
    (title, index) =>
      columnOf(title) === 'other' || titles.findIndex((one) => columnOf(one) === columnOf(title)) < index,
  );
  const columns = (end < 0 ? titles : titles.slice(0, end)).map(columnOf);
  const firstText = columns.findIndex((column) => column === 'description' || column === 'example');
  const keys = firstText < 0 ? columns : columns.slice(0, firstText);
  if (!keys.includes('name') || keys.length < 2) return undefined;
  return { keys, isExampleFirst: columns[firstText] === 'example', begin: header + columns.length };
}

function rowsIn(texts: readonly string[], bare: readonly string[], layout: Layout): readonly ParameterRow[] {
  const starts = startsIn(bare, layout);
  return starts.map(({ index, hasName }, at) => {
    const keys = keysOf(layout, hasName);
    const key = (column: ParameterColumn): string =>
      keys.includes(column) ? (bare[index + keys.indexOf(column)] ?? '') : '';
    const cells = texts.slice(index + keys.length, starts[at + 1]?.index ?? texts.length);
    return {
      name: key('name'),
      type: key('type'),
      required: key('required'),
      place: '',
      ...contentOf(cells, key('type'), layout),
    };
  });
}

function startsIn(bare: readonly string[], layout: Layout): readonly RowStart[] {
  const starts: RowStart[] = [];
  const isStart = (index: number, hasName: boolean): boolean =>
    keysOf(layout, hasName).every((column, at) => fits(column, bare[index + at] ?? ''));
  // A page that prints one item of a list without a name prints all of them so.
  const printsItems = bare.some(
    (_, index) => index >= layout.begin && isStart(index, false) && !isStart(index - 1, true),
  );
  const hasItem = (type: string): boolean =>
    layout.keys[0] === 'name' && /^(?:array|list|数组|列表)/i.test(type);
  let isListOpen = false;
  for (let index = layout.begin; index < bare.length; index += 1) {
    // Behind a list stands its item: what looks like a name there is the list's example, unless the page prints no items.
    const isExample: boolean = isListOpen && (printsItems || !/^[A-Z][a-z]\w*$/.test(bare[index] ?? ''));
    const hasName: boolean = !isExample && isStart(index, true);
    if (!hasName && !isStart(index, false)) continue;
    starts.push({ index, hasName });
    const keys = keysOf(layout, hasName);
    isListOpen = hasName && hasItem(bare[index + keys.indexOf('type')] ?? '');
    index += keys.length - 1;
  }
  return starts;
}

function keysOf({ keys }: Layout, hasName: boolean): readonly ParameterColumn[] {
  return hasName ? keys : keys.filter((column) => column !== 'name');
}

function fits(column: ParameterColumn, cell: string): boolean {
  if (column === 'name') return identifier.test(cell);
  return (column === 'type' ? typeWord : yesNo).test(cell);
}

/** The last paragraph is the example, unless it reads like a part of the description. An empty example leaves nothing behind. */
function contentOf(
  cells: readonly string[],
  type: string,
  { isExampleFirst }: Layout,
): { readonly description: string; readonly example: string } {
  const example = isExampleFirst ? cells[0] : cells.at(-1);
  const isLone =
    cells.length < 2 &&
    !(cells.length === 1 && example !== undefined && /^[\w*.-]+$/.test(example) && example.length > 1);
  if (example === undefined || isLone || isProse(example, type))
    return { description: cells.join('\n\n'), example: '' };
  const description = isExampleFirst ? cells.slice(1) : cells.slice(0, -1);
  return { description: description.join('\n\n'), example };
}

function isProse(text: string, type: string): boolean {
  if (/^(?:- |> )/.test(text)) return true;
  if (/[。！？]$/.test(text)) return true;
  if (/^[[{]/.test(text)) return false;
  if (/^(?:integer|long|number|boolean|float|double)$/i.test(type)) return !/^-?[\w.,]+$/.test(text);
  const words = text.split(/\s+/);
  return words.length > 3 && /[.:]$|\b(?:the|is|of|to|a|an)\b/.test(text);
}
