/** A page as HTML: the tree of the standard, walked once for headings, paragraphs, rows and samples. */
import { parse, type DefaultTreeAdapterTypes } from 'parse5';
import type { PageBlock } from './blocks.ts';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

export interface HtmlPage {
  readonly blocks: readonly PageBlock[];
  readonly title: string;
  /** Whether it asks for a password, so that the page itself is behind it. */
  readonly isLogin: boolean;
}

export function readHtmlBlocks(html: string): HtmlPage {
  const document = parse(html);
  const blocks: PageBlock[] = [];
  let isLogin = false;
  let title = '';
  const visit = (node: Node): void => {
    if (!isElement(node)) {
      if ('value' in node && node.nodeName === '#text' && node.value.trim() !== '')
        blocks.push({ kind: 'text', text: squeeze(node.value) });
      return;
    }
    const { tagName } = node;
    if (
      ['script', 'style', 'nav', 'header', 'footer', 'noscript', 'template', 'svg', 'button'].includes(
        tagName,
      )
    )
      return;
    if (tagName === 'title') title = squeeze(textOf(node));
    else if (tagName === 'input' && attribute(node, 'type') === 'password') isLogin = true;
    else if (/^h[1-6]$/.test(tagName)) blocks.push({ kind: 'heading', text: squeeze(textOf(node)) });
    else if (tagName === 'table') blocks.push(...rowsOf(node));
    else if (tagName === 'pre') blocks.push({ kind: 'code', text: rawText(node) });
    else if (
      ['p', 'li', 'dt', 'dd', 'span', 'a', 'b', 'strong', 'code', 'em', 'i', 'label'].includes(tagName)
    )
      pushText(node, blocks);
    else if (isNote(node)) blocks.push(...noteLines(node).map((text): PageBlock => ({ kind: 'text', text })));
    else for (const child of node.childNodes) visit(child);
  };
  for (const child of document.childNodes) visit(child);
  return { blocks, title, isLogin };
}

function pushText(node: Element, blocks: PageBlock[]): void {
  for (const line of linesOf(node)) blocks.push({ kind: 'text', text: line });
}

/** The rows of a table, then those of the tables that stand in its cells. */
function rowsOf(table: Element, inRow?: readonly string[]): readonly PageBlock[] {
  const rows = descendants(table).filter(
    ({ tagName, parentNode }) => tagName === 'tr' && closest(parentNode, 'table') === table,
  );
  const hasHead = rows.some((row) => isInHead(row, table));
  const grid = gridOf(rows);
  const own = rows.map((row, index): PageBlock => {
    const isFirst = index === 0 && !hasHead;
    return {
      kind: 'row',
      cells: grid[index] ?? [],
      isHeader: isInHead(row, table) || isFirst,
      ...(inRow && { inRow }),
    };
  });
  const inner = rows.flatMap((row, index) =>
    descendants(row)
      .filter(({ tagName, parentNode }) => tagName === 'table' && closest(parentNode, 'table') === table)
      .flatMap((one) => rowsOf(one, grid[index])),
  );
  return [...own, ...inner];
}

function isInHead(row: Element, table: Element): boolean {
  const head = closest(row, 'thead');
  return head !== undefined && closest(head, 'table') === table;
}

/** The texts of the cells; one that spans rows or columns stands in each of them. */
function gridOf(rows: readonly Element[]): readonly (readonly string[])[] {
  const grid: string[][] = rows.map(() => []);
  for (const [at, row] of rows.entries()) {
    let column = 0;
    for (const cell of row.childNodes.filter(isElement)) {
      if (cell.tagName !== 'td' && cell.tagName !== 'th') continue;
      while (grid[at]?.[column] !== undefined) column += 1;
      const text = linesOf(cell).join('\n');
      const [down, across] = [spanOf(cell, 'rowspan'), spanOf(cell, 'colspan')];
      for (const line of grid.slice(at, at + down))
        for (let step = 0; step < across; step += 1) line[column + step] = text;
      column += across;
    }
  }
  return grid.map((cells) => Array.from(cells, (text: string | undefined) => text ?? ''));
}

/** More than a reference page has in a row, and few enough for a page of spans that somebody made to fill the memory. */
const mostCells = 100;

function spanOf(cell: Element, name: 'rowspan' | 'colspan'): number {
  const span = Number(attribute(cell, name) ?? '1');
  return Number.isInteger(span) && span > 0 ? Math.min(span, mostCells) : 1;
}

/** The text of an element, a line for each paragraph, `- ` before items and `> ` before notes. */
function linesOf(element: Element): readonly string[] {
  const lines: string[] = [];
  let current = '';
  const flush = (prefix = ''): void => {
    const text = squeeze(current);
    if (text !== '') lines.push(`${prefix}${text}`);
    current = '';
  };
  const visit = (node: Node, prefix: string): void => {
    if (!isElement(node)) {
      if ('value' in node && node.nodeName === '#text') current += node.value;
      return;
    }
    const { tagName } = node;
    if (tagName === 'table') return; // its rows are read as such
    const isBlock = [
      'p',
      'div',
      'li',
      'ul',
      'ol',
      'tr',
      'section',
      'dl',
      'dd',
      'dt',
      'blockquote',
      'pre',
    ].includes(tagName);
    if (tagName === 'br') flush(prefix);
    if (isBlock) flush(prefix);
    const inner = isNote(node) ? '> ' : tagName === 'li' ? '- ' : prefix;
    for (const child of node.childNodes) visit(child, inner);
    if (isBlock) flush(inner);
  };
  const start = element.tagName === 'li' ? '- ' : '';
  for (const child of element.childNodes) visit(child, start);
  flush(start);
  return lines;
}

function noteLines(node: Element): readonly string[] {
  return linesOf(node).map((line) => (line.startsWith('>') ? line : `> ${line.replace(/^- /, '')}`));
}

function isNote(node: Element): boolean {
  const classes = (attribute(node, 'class') ?? '').split(/\s+/);
  return (
    node.tagName === 'blockquote' ||
    classes.some((name) => /^(?:note|notice|warning|caution|important)(?:-.*)?$/i.test(name))
  );
}

function textOf(node: Node): string {
  if (!isElement(node)) return 'value' in node && node.nodeName === '#text' ? node.value : '';
  return node.childNodes.map(textOf).join('');
}

function rawText(node: Element): string {
  return textOf(node).replaceAll('\u00a0', ' ');
}

function squeeze(text: string): string {
  return text
    .replaceAll(/[\s\u00a0]+/g, ' ')
    .replaceAll(/[\u200b\ufeff]/g, '')
    .trim();
}

function descendants(element: Element): readonly Element[] {
  return element.childNodes.filter(isElement).flatMap((child) => [child, ...descendants(child)]);
}

function closest(
  node: DefaultTreeAdapterTypes.ParentNode | null | undefined,
  tagName: string,
): Element | undefined {
  if (!node || !('tagName' in node)) return undefined;
  return node.tagName === tagName ? node : closest(node.parentNode, tagName);
}

function attribute(node: Element, name: string): string | undefined {
  return node.attrs.find((one) => one.name === name)?.value;
}

function isElement(node: Node): node is Element {
  return 'tagName' in node;
}
