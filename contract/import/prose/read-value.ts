/** What a description says of its parameter's values, as keywords of JSON Schema. */
import { isArray, type Json } from '../../json.ts';
import { countOf, multipleIn, rangeOf, type Bounds } from './bounds.ts';
import { isConditional, isRangeOfAnother } from './cases.ts';
import { defaultOf } from './defaults.ts';
import { lengthOf, weightOf } from './lengths.ts';
import { readLines, sentencesOf, type Line } from './lines.ts';
import { isExample, ofPlaces } from './no-bounds.ts';
import { statedUnit, type Unit } from './numbers.ts';
import { findListing, type Listing } from './values.ts';

export interface Described {
  /** Its own name, without those of what it is in. */
  readonly name?: string;
  readonly type: string;
  /** The type of a list's items; empty for what is no list. */
  readonly itemType: string;
  /** Whether it is the item of a list: what it says of numbers of items is about the list. */
  readonly isItem?: boolean;
  /** Whether it is a member of a list's items: only what it says of `N` is about the list. */
  readonly isMember?: boolean;
  /** The source's own example: a reading that it breaks was none. */
  readonly example?: Json | undefined;
}

export interface Reading {
  readonly keyword: string;
  readonly value: Json;
  readonly sentence: string;
}

/** Read values, bounds, lengths, counts and defaults. Where two sentences say a keyword differently, neither counts. */
export function readValues(prose: string, described: Described): readonly Reading[] {
  const lines = readLines(prose);
  const found = new Map<string, Reading>();
  const contradicted = new Set<string>();
  const add = (keyword: string, value: Json | undefined, sentence: string): void => {
    const listed = found.get('enum')?.value;
    // A sentence about something else: no value beside those that are listed is the default.
    const isOther =
      keyword === 'default' &&
      listed !== undefined &&
      isArray(listed) &&
      value !== undefined &&
      !listed.includes(value);
    if (value === undefined || isOther) return;
    const earlier = found.get(keyword);
    if (!earlier) found.set(keyword, { keyword, value, sentence });
    else if (JSON.stringify(earlier.value) !== JSON.stringify(value)) contradicted.add(keyword);
  };
  const unit = statedUnit(lines.map(({ text }) => text).join('\n'));
  const type = described.itemType || described.type;
  const listing = listingIn(lines, type);
  // Of a text that holds several values with commas between them, the list is of its parts.
  const isWhole = described.itemType !== '' || type !== 'string' || !severalInOne.test(prose);
  if (listing && isWhole) {
    const { values } = listing.listing;
    if (type !== 'boolean')
      add(
        'enum',
        values.map(({ value }) => value),
        lines[listing.at]?.text ?? '',
      );
    const initial = values.filter(({ isDefault }) => isDefault);
    if (initial.length === 1 && described.itemType === '')
      add('default', initial[0]?.value, lines[listing.at]?.text ?? '');
  }
  const title = (lines[0]?.text ?? '').split(/[，,；;。：:.（(]/)[0]?.trim() ?? '';
  for (const line of lines)
    for (const sentence of sentencesOf(line.text))
      readSentence(sentence, { ...described, unit, title }, add, isOneOfSeveral(line, lines));
  // `Each Chinese character counts as two`: neither a number of characters nor, but for UTF-8, of bytes.
  const weight = weightOf(prose);
  if (weight) for (const keyword of weight.isOfUtf8 ? ofCharacters : ofTexts) found.delete(keyword);
  const initial = found.get('default');
  const listed = found.get('enum');
  // A list that the example breaks was no list, and what it marks as the default is no default.
  if (listed && initial?.sentence === listed.sentence && !isBorneOut(listed, described))
    found.delete('default');
  const broken = [...found.values()].filter((reading) => !isBorneOut(reading, described));
  // Of a range whose one end the example breaks, the other end was misread too.
  const misread = new Set(broken.filter(isBound).map(({ sentence }) => sentence));
  return [...found.values()].filter(
    (reading) =>
      !contradicted.has(reading.keyword) &&
      !broken.includes(reading) &&
      !(isBound(reading) && misread.has(reading.sentence)),
  );
}

const ofCharacters = ['minLength', 'maxLength'];
const ofTexts = [...ofCharacters, 'minBytes', 'maxBytes'];

function isBound({ keyword }: Reading): boolean {
  return /min|max/i.test(keyword);
}

const severalInOne =
  /\bseparate(?:d)?\b[^.]{0,60}\b(?:commas?|semicolons?|spaces?|vertical bars?)\b|\b(?:comma|semicolon)-separated\b|(?:逗号|分号|空格|竖线)[^。]{0,12}(?:分隔|隔开|分割)/i;

/** Whether the source's own example agrees with a reading, or says nothing about it. */
function isBorneOut({ keyword, value }: Reading, { type, itemType, example }: Described): boolean {
  if (example === undefined || itemType !== '') return true;
  const text = String(example).trim();
  if (type === 'string' && /^[[{]/.test(text))
    return !['enum', 'minimum', 'maximum', 'default'].includes(keyword);
  if (keyword === 'enum')
    return isArray(value) && value.some((one) => String(one).toLowerCase() === text.toLowerCase());
  const number = Number(text);
  if (type === 'string' && /^(?:min|max)imum$/.test(keyword) && Number.isNaN(number)) return false;
  const length = [...text].length;
  const broken: Readonly<Record<string, boolean>> = {
    minimum: number < Number(value),
    maximum: number > Number(value),
    multipleOf: number % Number(value) !== 0,
    exclusiveMinimum: number <= Number(value),
    exclusiveMaximum: number >= Number(value),
    minLength: length < Number(value),
    maxLength: length > Number(value),
    maxBytes: new TextEncoder().encode(text).length > Number(value),
  };
  return broken[keyword] !== true;
}

type AddKeyword = (keyword: string, value: Json | undefined, sentence: string) => void;

/** `Basic disks: 20 to 500` in a list: what holds for one case of several is no bound of all. */
function isOneOfSeveral(line: Line, lines: readonly Line[]): boolean {
  if (!line.isItem) return false;
  const hasLabel =
    /^[^:：]{1,60}[:：]/.test(line.text) &&
    !/^[^:：]*(?:values?|range|取值|范围|default|默认|maximum|minimum)[^:：]{0,10}[:：]/i.test(line.text);
  const isBare = /^[\d\s~～to至到-]+[.。]?$/.test(line.text);
  return (
    lines.filter(({ isItem }) => isItem).length > 1 &&
    (hasLabel || isBare || /^(?:if|when|当|如果|若)/i.test(line.text))
  );
}

function readSentence(
  sentence: string,
  described: Described & { readonly unit: Unit | undefined; readonly title: string },
  add: AddKeyword,
  isCase: boolean,
): void {
  const bounds = ([least, most]: readonly [string, string], found: Bounds | undefined): void => {
    add(least, found?.minimum, sentence);
    add(most, found?.maximum, sentence);
    add('exclusiveMinimum', found?.exclusiveMinimum, sentence);
    add('exclusiveMaximum', found?.exclusiveMaximum, sentence);
  };
  if (isExample(sentence)) return;
  const { name = '', type, itemType, unit, title, isItem = false, isMember = false } = described;
  const isUnderCondition = isCase || isConditional(sentence);
  const isOfList = type === 'array' || isItem || (isMember && ofPlaces.test(sentence));
  const count = isOfList ? countOf(sentence) : undefined;
  if (!isUnderCondition) bounds(['minItems', 'maxItems'], count);
  const inner = itemType || type;
  if (inner === 'string' && !isUnderCondition) {
    bounds(['minLength', 'maxLength'], lengthOf(sentence, 'characters'));
    bounds(['minBytes', 'maxBytes'], lengthOf(sentence, 'bytes'));
  }
  const isOfTheList = isMember && /\byou can \w+ (?:up to|at most|a maximum of)\b/i.test(sentence);
  const isOfAnother = isOfTheList || isRangeOfAnother(sentence, name, title);
  if (!isUnderCondition && !isOfAnother && !count && (type !== 'array' || itemType === 'integer'))
    bounds(['minimum', 'maximum'], rangeOf(sentence, { type: inner, unit }));
  if (inner === 'integer' && !isUnderCondition) add('multipleOf', multipleIn(sentence), sentence);
  if (type !== 'array' && type !== 'object')
    add('default', defaultOf(sentence, { type, unit, name, title }), sentence);
}

/** The enumeration of a description; of two lists of which the later one has other values, neither is one of every case. */
function listingIn(lines: readonly Line[], type: string): FoundListing | undefined {
  if (type === 'object') return undefined;
  let found: FoundListing | undefined;
  for (let at = 0; at < lines.length; at += 1) {
    const listing = findListing(lines, at, type);
    const line = lines[at];
    if (!listing || !line || (!found && isOneOfSeveral(line, lines))) continue;
    if (!found) found = { listing, at };
    else if (!isWithin(listing, found.listing)) return undefined;
    at += listing.lines - 1;
  }
  return found;
}

interface FoundListing {
  readonly listing: Listing;
  readonly at: number;
}

function isWithin(inner: Listing, outer: Listing): boolean {
  return inner.values.every(({ value }) => outer.values.some((one) => one.value === value));
}
