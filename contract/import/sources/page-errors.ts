/** The error table of a page, as rows, as paragraphs, or as one line for each error. */
import { unmark } from '../unmark.ts';
import type { SourceError } from '../source-document.ts';
import type { PageBlock } from './blocks.ts';

type ErrorColumn = 'status' | 'code' | 'message' | 'description';

const columns: readonly (readonly [ErrorColumn, RegExp])[] = [
  ['status', /^(?:http\s*(?:status)?\s*code|http\s*状态码|http\s*status|status(?: code)?|状态码|httpcode)$/i],
  ['code', /^(?:error\s*code|错误码|错误代码|code)$/i],
  ['message', /^(?:error\s*message|错误信息|错误消息|message)$/i],
  ['description', /^(?:description|描述|说明|解决方案|solution)$/i],
];

function columnOf(cell: string): ErrorColumn | undefined {
  const plain = cell.replaceAll(/[*`]/g, '').replaceAll(/\s+/g, ' ').trim();
  return columns.find(([, pattern]) => pattern.test(plain))?.[0];
}

export function isErrorColumn(cell: string): boolean {
  return columnOf(cell) !== undefined;
}

export function errorsOf(blocks: readonly PageBlock[]): readonly SourceError[] {
  if (blocks.some(({ kind }) => kind === 'row')) return fromRows(blocks);
  const texts = blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : []));
  const lines = texts.flatMap(fromLine);
  return lines.length > 0 ? lines : fromParagraphs(texts);
}

function fromRows(blocks: readonly PageBlock[]): readonly SourceError[] {
  let order: readonly (ErrorColumn | undefined)[] = [];
  return blocks.flatMap((block): SourceError[] => {
    if (block.kind !== 'row') return [];
    if (block.isHeader) {
      order = block.cells.map(columnOf);
      return [];
    }
    const cell = (column: ErrorColumn): string =>
      unmark((block.cells[order.indexOf(column)] ?? '').replaceAll(/\s*\n\s*/g, ' ')).trim();
    const status = Number(cell('status'));
    const code = cell('code');
    return code === '' || !(status >= 100)
      ? []
      : [{ status, code, message: cell('message'), description: cell('description') }];
  });
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
function fromParagraphs(texts: readonly string[]): readonly SourceError[] {
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
