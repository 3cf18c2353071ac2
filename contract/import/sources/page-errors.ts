/** The error table of a page, as rows, as paragraphs, or as one line for each error. */
import { unmark } from '../unmark.ts';
import type { NotRead, SourceError } from '../source-document.ts';
import type { PageBlock } from './blocks.ts';
import { tablesIn, titleOfTable, type PageTable } from './tables.ts';

type ErrorColumn = 'status' | 'code' | 'message' | 'description';

const columnNames: readonly (readonly [ErrorColumn, RegExp])[] = [
  [
    'status',
    /^(?:http[ -]*(?:status)?[ -]*(?:code)?|http\s*(?:状态码?|返回码|代码)|(?:response )?status(?: code)?|状态码?)$/i,
  ],
  ['code', /^(?:(?:error\s*)?code|错误码|错误代码|errors?)$/i],
  ['message', /^(?:(?:error\s*)?messages?|错误(?:信息|消息)|提示信息)$/i],
  ['description', /^(?:descriptions?|meaning|cause|描述|说明|错误描述|语义|含义|原因|解决方案|solutions?)$/i],
];

function columnOf(title: string): ErrorColumn | undefined {
  const plain = title.replaceAll(/[*`]/g, '').replaceAll(/\s+/g, ' ').trim();
  return columnNames.find(([, pattern]) => pattern.test(plain))?.[0];
}

/** Whether a text is the title of a column of error tables. */
export function isErrorColumn(title: string): boolean {
  return columnOf(title) !== undefined;
}

export interface PageErrorTable {
  /** A row without a status has NaN, and what stands in its place as `group`. */
  readonly errors: readonly SourceError[];
  readonly notRead: readonly NotRead[];
}

/** The errors of a section, in the order of the page. */
export function errorsOf(blocks: readonly PageBlock[]): PageErrorTable {
  const tables = tablesIn(blocks);
  if (tables.length > 0) return fromTables(tables);
  const texts = blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : []));
  const lines = texts.flatMap(fromLine);
  return lines.length > 0 ? { errors: lines, notRead: [] } : fromParagraphs(texts);
}

function fromTables(tables: readonly PageTable[]): PageErrorTable {
  const notRead: NotRead[] = [];
  const errors = tables.flatMap((table): readonly SourceError[] => {
    const order = orderOf(table.header);
    if (order.includes('code')) return table.rows.flatMap((cells) => rowOf(cells, order));
    notRead.push({ place: 'Error codes', text: titleOfTable(table) });
    return [];
  });
  return { errors, notRead };
}

/** Tables of 2016 call the message `描述`, and what it means `语义`: of two descriptions, the first is the message. */
function orderOf(header: readonly string[]): readonly (ErrorColumn | undefined)[] {
  const order = header.map(columnOf);
  const descriptions = order.filter((column) => column === 'description').length;
  if (order.includes('message') || descriptions < 2) return order;
  const first = order.indexOf('description');
  return order.map((column, index) => (index === first ? 'message' : column));
}

function rowOf(
  cells: readonly string[],
  order: readonly (ErrorColumn | undefined)[],
): readonly SourceError[] {
  const cell = (column: ErrorColumn): string =>
    unmark((cells[order.indexOf(column)] ?? '').replaceAll(/\s*\n\s*/g, ' ')).trim();
  if (cells.every((text, index) => columnOf(text) === order[index])) return []; // the header, printed once more
  const [code, message] = [cell('code'), cell('message')];
  if (code === '' && message === '') return [];
  const shared = { ...statusOf(cell('status')), message, description: cell('description') };
  return codesIn(code).map((one) => ({ ...shared, code: one }));
}

/** Several codes in one cell, each with the same message. */
function codesIn(cell: string): readonly string[] {
  const codes = cell.split(/\s*(?:[,，、;/]|<br\s*\/?>|\bor\b|或)\s*/i);
  return codes.length > 1 && codes.every((code) => /^[A-Z][\w.-]+$/.test(code)) ? codes : [cell];
}

/** `400`, `HTTP 400`; anything else, such as `4XX` or `400/404`, is kept as what stands there. */
function statusOf(text: string): Pick<SourceError, 'status' | 'group'> {
  const status = /^(?:HTTP\s*)?(?<status>[1-5]\d{2})$/i.exec(text)?.groups?.['status'];
  if (status !== undefined) return { status: Number(status) };
  return { status: Number.NaN, ...(text !== '' && { group: text }) };
}

/** `400 InvalidFormat.Malformed Specified parameter Format is not valid. Check whether …`: the first sentence is the message. */
function fromLine(line: string): readonly SourceError[] {
  const match = /^(?<status>[1-5]\d{2})\s+(?<code>[A-Za-z%][\w.%-]*)\s+(?<rest>\S.*)$/.exec(line)?.groups;
  if (!match) return [];
  const rest = match['rest'] ?? '';
  const first = /^.*?[.!?](?=\s+[A-Z])/.exec(rest)?.[0] ?? rest;
  return [
    {
      status: Number(match['status']),
      code: match['code'] ?? '',
      message: first.trim(),
      description: rest.slice(first.length).trim(),
    },
  ];
}

/** One cell a paragraph: a status, a code, a message, and the description where there is one. */
function fromParagraphs(texts: readonly string[]): PageErrorTable {
  const begin = texts.findIndex(
    (text, index) => isErrorColumn(text) && isErrorColumn(texts[index + 1] ?? ''),
  );
  const titles = begin < 0 ? [] : takeWhile(texts.slice(begin), isErrorColumn);
  const order = orderOf(titles);
  const cells = texts.slice(begin < 0 ? 0 : begin + titles.length);
  if (titles.length === 0 || (order[0] === 'status' && order[1] === 'code')) {
    const errors = byStatus(cells);
    const odd =
      errors.length > 0
        ? undefined
        : texts.find((text) => /(?<!\d)[1-5]\d{2}(?!\d)/.test(text.replaceAll(/\(\S*\)|https?:\S+/g, '')));
    const text = `paragraphs in which no row of a table is found, such as "${odd?.slice(0, 80)}"`;
    return { errors, notRead: odd === undefined ? [] : [{ place: 'Error codes', text }] };
  }
  const rows = Math.floor(cells.length / order.length);
  const [code, status] = [order.indexOf('code'), order.indexOf('status')];
  const errors = Array.from({ length: rows }, (_, row) =>
    cells.slice(row * order.length, (row + 1) * order.length),
  );
  const isWhole = errors.every(
    (row) =>
      /^[\w.%\\-]+$/.test(row[code] ?? '') && (status < 0 || /^[1-5]\d{2}$/.test(row[status]?.trim() ?? '')),
  );
  if (isWhole && rows > 0) return { errors: errors.flatMap((row) => rowOf(row, order)), notRead: [] };
  const text = `${cells.length} paragraphs below the columns ${titles.join(', ')}, in which no row can be told from the next`;
  return { errors: [], notRead: cells.length === 0 ? [] : [{ place: 'Error codes', text }] };
}

function byStatus(texts: readonly string[]): readonly SourceError[] {
  const starts = texts.flatMap((text, index) =>
    /^[1-5]\d{2}$/.test(text.trim()) && /^[\w.%\\-]+$/.test(texts[index + 1] ?? '') ? [index] : [],
  );
  return starts.map((start, at) => {
    const cells = texts.slice(start + 1, starts[at + 1] ?? texts.length).map((text) => unmark(text).trim());
    const [code = '', message = '', ...description] = cells;
    return {
      status: Number(texts[start]),
      code,
      message,
      description: description.filter((text) => text !== '-').join(' '),
    };
  });
}

function takeWhile<T>(list: readonly T[], holds: (item: T) => boolean): readonly T[] {
  const end = list.findIndex((item) => !holds(item));
  return end < 0 ? list : list.slice(0, end);
}
