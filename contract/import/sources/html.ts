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

function rowsOf(table: Element): readonly PageBlock[] {
  const rows = descendants(table).filter(
    ({ tagName, parentNode }) => tagName === 'tr' && closest(parentNode, 'table') === table,
  );
  return rows.map((row, index) => {
    const cells = row.childNodes
      .filter(isElement)
      .filter(({ tagName }) => tagName === 'td' || tagName === 'th');
    const inHead = closest(row, 'thead') !== undefined;
    return {
      kind: 'row',
      cells: cells.map((cell) => linesOf(cell).join('\n')),
      isHeader:
        inHead ||
        (index === 0 && cells.every(({ tagName }) => tagName === 'th')) ||
        (index === 0 && !rows.some((one) => closest(one, 'thead') !== undefined)),
    };
  });
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
