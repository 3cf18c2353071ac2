/**
 * Prose without its markup: lines, whether they are list items or notes, and the sentences in them.
 *
 * The time to read a sentence grows faster than its length. The longest line in 1,600 operations of seven products has
 * 1,416 characters, its longest sentence 685: what is far longer is listed and not read.
 */
import { unmark } from '../unmark.ts';

export interface Line {
  readonly text: string;
  readonly isItem: boolean;
  /** A remark set apart from what stands around it: a list may go on behind it. */
  readonly isNote: boolean;
  /** Whether a blank line stands above it. */
  readonly isParagraph: boolean;
  /** Of a line that is too long to be read, its length; its text is empty. */
  readonly tooLong?: number;
}

const mostInLine = 4000;
const mostInSentence = 1500;
const mostLines = 2000;

/** What the list of unread sentences says of a line that is too long, or that has such a sentence. */
export function complaintOf({ text, tooLong }: Line): string | undefined {
  const lengths = [tooLong ?? 0, ...allSentencesOf(text).map(({ length }) => length)];
  const longest = Math.max(...lengths);
  return longest > mostInSentence
    ? `${longest} characters without an end of a sentence, which are too many to be read`
    : undefined;
}

const itemMark = /^(?:[-*+•·●▪–](?:[ \t\u00a0\u3000]+|(?=[^\s\d*-]))|\d{1,2}[.)、](?!\d)[ \t]+)(?<rest>.*)$/u;
const noteTitle = /^(?:note|notes|important|notice|warning|caution|说明|重要|注意|警告|备注|注)\s*[:：]?$/i;

/** Read a description, as Markdown with the vendor's own tags or as plain text, line by line. */
export function readLines(prose: string): readonly Line[] {
  const lines: Line[] = [];
  let noteFollows = false;
  let insideNotice = false;
  let afterBlank = false;
  const raws = splitLines(prose);
  for (const raw of raws.slice(0, mostLines)) {
    if (raw.length > mostInLine) {
      lines.push(tooLong(raw.length));
      continue;
    }
    const opens = /<(?:notice|note|warning)\b/i.test(raw);
    const closes = /<\/(?:notice|note|warning)\\?>|^>?\s*>?<\/notice/i.test(raw);
    const quoted = /^\s*>/.test(raw);
    const marked = unquote(stripTags(raw));
    const item = itemMark.exec(marked.trim());
    const text = unmark(item?.groups?.['rest'] ?? marked).trim();
    const isNote = quoted || opens || insideNotice || noteFollows;
    if (opens) insideNotice = true;
    if (closes) insideNotice = false;
    if (noteTitle.test(text)) noteFollows = true;
    else if (text === '') afterBlank = true;
    else {
      lines.push({ text, isItem: item !== null, isNote, isParagraph: afterBlank });
      afterBlank = false;
      noteFollows = noteFollows && item !== null;
    }
  }
  const rest = raws.slice(mostLines).join('\n').length;
  return rest === 0 ? lines : [...lines, tooLong(rest)];
}

function tooLong(length: number): Line {
  return { text: '', isItem: false, isNote: false, isParagraph: true, tooLong: length };
}

function splitLines(prose: string): readonly string[] {
  return prose
    .replaceAll(/<br\s*\/?>|\r\n?|<\/p>|<\/li>|<li>/gi, '\n')
    .replaceAll(/[\u200b-\u200f\ufeff\u2060]/g, '')
    .replaceAll(/[\u00a0\u3000]/g, ' ')
    .split('\n')
    .flatMap((line) => (line.length > mostInLine ? [line] : splitItems(line)));
}

/** `Valid values: - on : open - off : closed`: tables of 2026 have their lists in one line. It is cut at every mark, or nowhere. */
function splitItems(line: string): readonly string[] {
  const [head = '', ...items] = line.split(itemInLine);
  const isWhole = [head, ...items.map((item) => item.slice(1))].every((part) => !/\s[-*•]\s+\S/.test(part));
  return isWhole && /[:：.。]\**$/.test(head) ? [head, ...items] : [line];
}

/** A mark with a value behind it: in bold, up to a colon, or alone. */
const itemInLine =
  /(?<=\S)\s+(?=[-*•]\s+(?:\*\*[^*]+\*\*|\S+\s*(?:[(（][^()（）]*[)）])?\s*[:：](?!\/)|\S+\s*(?:[-*•]\s|$)))/;

function stripTags(text: string): string {
  return text.replaceAll(/<\\?\/?[a-zA-Z][^<>\n]*\\?>/g, '');
}

function unquote(text: string): string {
  return text.replace(/^\s*(?:>\s?)+/, '').replace(/^#{1,6}\s+/, '');
}

const abbreviation = /(?:\b(?:e\.g|i\.e|etc|vs|no|approx|incl|resp)\.|\b[A-Z]\.)$/i;

/** `Max. 50`; not the minutes of `5 min. 10 more`. */
function isLimit(before: string, behind: string): boolean {
  return (
    /(?<!\d\s*)\b(?:max|min)\.$/i.test(before) && /^\s*(?:-?\d|values?\b|length\b|number\b)/i.test(behind)
  );
}

/** Cut a line into its sentences; one that is too long to be read is left out, see `complaintOf`. A dot ends one only where a new one begins behind it: `2.8` and `e.g.` do not. */
export function sentencesOf(text: string): readonly string[] {
  return allSentencesOf(text).filter(({ length }) => length <= mostInSentence);
}

function allSentencesOf(text: string): readonly string[] {
  const sentences: string[] = [];
  let start = 0;
  for (const match of text.matchAll(
    /[。！？；]+[)）”"]?|[.!?]+[)"”]?(?=\s+["'“(]?[A-Z0-9{*\p{Script=Han}-]|\s*$|\p{Script=Han})/gu,
  )) {
    const end = match.index + match[0].length;
    if (abbreviation.test(text.slice(start, end)) || isLimit(text.slice(start, end), text.slice(end)))
      continue;
    push(sentences, text.slice(start, end));
    start = end;
  }
  push(sentences, text.slice(start));
  return sentences;
}

function push(sentences: string[], text: string): void {
  const trimmed = text.trim().replace(/^[-•*]\s+/, '');
  if (/[\p{L}\p{N}*]/u.test(trimmed)) sentences.push(trimmed);
}
