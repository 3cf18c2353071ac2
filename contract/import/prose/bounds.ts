/** Ranges, lengths and counts, in a sentence. */
import { isBoundOfCases } from './cases.ts';
import { aside, boundsNothing, countsAnother, ofPlaces, ofTextParts, withoutAdvice } from './no-bounds.ts';
import { between, convert, inDigits, number, toNumber, unitAt, unitWord, type Unit } from './numbers.ts';

export interface Bounds {
  readonly minimum?: number;
  readonly maximum?: number;
  /** Of a number that is no integer: values are greater, or less, than this. */
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

/** What a parameter is, as far as its bounds are concerned. */
export interface Bounded {
  readonly type: string;
  readonly unit: Unit | undefined;
}

const trigger =
  /(?:\b(?:valid|supported|allowed|available|possible|permitted|acceptable)?\s*values?\b|\bvalue range|\brange|\bfrom\b|\bbetween\b|\bsupports?\b|\bmust be\b|\bcan be\b|\binteger|取值|范围|有效值|可选值|介于|支持|可设置|允许|限制|整数)/i;

const interval = new RegExp(
  String.raw`(?<left>[[(（【［])\s*(?<min>[-−]?[\d.]+(?:e\d+)?)\s*[a-zA-Z]{0,3}\s*(?:[,，、;；]|~|～|-|–|—|to|至)\s*(?<max>[-−]?[\d.]+|[+]?(?:∞|infinity))\s*[a-zA-Z]{0,3}\s*(?<right>[\])）】］])`,
  'iu',
);
const span = new RegExp(
  String.raw`(?<![\w.:/,{\-])(?<min>${number})(?<unit1>${unitWord})${between}(?<max>${number})(?=(?<tail>[^,;]{0,24}))`,
  'iu',
);
const chained =
  /(?<min>-?\d+(?:\.\d+)?)\s*(?<left>≤|<=|<|＜|≦)\s*[\w ]{1,30}?\s*(?<right>≤|<=|<|＜|≦)\s*(?<max>-?\d+(?:\.\d+)?)/;

/** The range that a sentence gives for a number; undefined where it allows single values beside the range. */
export function rangeOf(written: string, { type, unit }: Bounded): Bounds | undefined {
  const sentence = inDigits(withoutAdvice(written));
  const isNumber = type === 'integer' || type === 'number';
  if (ofPlaces.test(sentence) || (!isNumber && type !== 'string')) return undefined;
  const hasTrigger = trigger.test(sentence);
  if (!isNumber && !/(?:values?\b|range|取值|范围|有效值|可选值)/i.test(sentence)) return undefined;
  if (!isNumber && (aside.test(sentence) || ofTextParts.test(sentence))) return undefined;
  if (aside.test(sentence) && !/values?\b|range|取值|范围/i.test(sentence)) return undefined;
  if (boundsNothing(sentence) || hasValuesBeside(sentence) || isBoundOfCases(sentence)) return undefined;
  const whole =
    chainOf(sentence, type) ??
    intervalOf(sentence, type) ??
    (hasTrigger || isNumber ? spanOf(sentence, unit, isNumber) : undefined);
  if (whole) return whole;
  return isNumber ? oneSided(sentence, type, unit) : undefined;
}

const oneNumber = String.raw`[-−]?\d[\d,]{0,15}(?:\.\d{1,15})?(?!\d)`;
const oneRange = String.raw`(?:[[(（【［]\s*${oneNumber}\s*[,，~～\-–—]\s*${oneNumber}\s*[\])）】］]|${oneNumber}${unitWord}(?:to|through|~|～|–|—|至|到|-)\s*${oneNumber})`;
const orElse = String.raw`\s*(?:、|(?:,(?!\d{3}(?!\d))|[，;；])\s*(?:and|or)?|\band\b|\bor\b|或者?|和|以及|及|∪)\s*(?:(?:the )?values?\s+)?`;
const valueBeside = [
  new RegExp(
    String.raw`${oneRange}(?:\s*(?:[a-z%]{1,12}|个?\p{Script=Han}{1,3}?))??${orElse}${oneNumber}(?!\s*(?:[)）]|${between}|表示|代表|为默认|[（(]?\s*默认|is|by|means|indicates|[a-z]*\s*by default))`,
    'iu',
  ),
  new RegExp(
    String.raw`(?<![\w.\-~～至到])${oneNumber}(?:\s*[（(][^（）()]*[)）])?${orElse}${oneRange}`,
    'iu',
  ),
];

/** `80, 443, and 1024 to 65535`, `-1 或 1~100`: a range is not all that is allowed. */
function hasValuesBeside(sentence: string): boolean {
  return !/\bbetween\b/i.test(sentence) && valueBeside.some((pattern) => pattern.test(sentence));
}

/** Bounds of which either may be open: of integers the next one within, of other numbers an exclusive bound. */
function boundsOf(
  [low, isLowOpen]: readonly [value: number, isOpen: boolean],
  [high, isHighOpen]: readonly [value: number, isOpen: boolean],
  type: string,
): Bounds {
  const isInteger = type === 'integer';
  return {
    ...(!isLowOpen && { minimum: low }),
    ...(isLowOpen && (isInteger ? { minimum: low + 1 } : { exclusiveMinimum: low })),
    ...(!isHighOpen && Number.isFinite(high) && { maximum: high }),
    ...(isHighOpen &&
      Number.isFinite(high) &&
      (isInteger ? { maximum: high - 1 } : { exclusiveMaximum: high })),
  };
}

function chainOf(sentence: string, type: string): Bounds | undefined {
  const groups = chained.exec(sentence)?.groups;
  if (!groups) return undefined;
  const isOpen = (sign: string | undefined): boolean => /^[<＜]$/.test(sign ?? '');
  return boundsOf(
    [Number(groups['min']), isOpen(groups['left'])],
    [Number(groups['max']), isOpen(groups['right'])],
    type,
  );
}

function intervalOf(sentence: string, type: string): Bounds | undefined {
  const match = interval.exec(sentence);
  const groups = match?.groups;
  // A list in brackets is a default or an example, unless a word says that it is a range.
  if (
    !groups ||
    /(?:default|默认|缺省|^如|例如|example|e\.g\.)[^.。]*$/i.test(sentence.slice(0, match.index))
  )
    return undefined;
  const { left = '', right = '' } = groups;
  const [min, max] = [Number(groups['min']), Number(groups['max'])];
  if (!(min <= max) && !/∞|infinity/i.test(groups['max'] ?? '')) return undefined;
  // Two round brackets are mostly an aside, and an open interval only where a word says that it is a range of such numbers.
  const isRange =
    type === 'number' && /(?:range|values?|取值|范围)[^.。]{0,6}$/i.test(sentence.slice(0, match.index));
  const isLeftOpen = /[(（]/.test(left) && (isRange || /[\]】］]/.test(right));
  const isRightOpen = /[)）]/.test(right) && (isRange || /[[【［]/.test(left));
  return boundsOf([min, isLeftOpen], [max, isRightOpen], type);
}

/** Numbers that name things, and what leads from one to another: `version 2 to 3`, `an upgrade from 2 to 3`. */
const namedBefore =
  /(?:\b(?:versions?|releases?|v|steps?|phases?|stages?|chapters?|sections?|tables?|figures?|rows?|lines?|columns?|HTTP|TLS|IPv)|版本|第|步骤|阶段|章节?|图|表)\s*$|\b(?:upgrad|migrat|conver|transition|switch|chang|mov)\w*\s+(?:\w+\s+){0,2}from\s*$|\b(?:upgrad|migrat|convert)\w*\s+(?:\w+\s+)?$|(?:升级|迁移|转换|变更)[^，。]{0,8}从\s*$/i;
const namedBehind =
  /^\s*(?:(?:versions?|releases?|upgrades?|migrations?|conversions?|transitions?|chats?|mappings?|ratios?)\b|版本|步(?!长)|章|(?:的)?(?:升级|迁移|转换))/i;

/** Whether two numbers are names: `The protocol 1 to 2 bridge`, `从2升级到3`. */
function isOfNames(before: string, inside: string, behind: string): boolean {
  return (
    namedBefore.test(before) ||
    namedBehind.test(behind) ||
    /升级|迁移|转换|切换/.test(inside) ||
    (/(?:^|[.,] )(?:the|an?|this)\s+[a-z]+\s*$/i.test(before) &&
      /^\s+[a-z]+/i.test(behind) &&
      !unitAt(behind))
  );
}

function spanOf(sentence: string, unit: Unit | undefined, isNumber: boolean): Bounds | undefined {
  const found: Bounds[] = [];
  for (const match of sentence.matchAll(new RegExp(span, 'giu'))) {
    const groups = match.groups ?? {};
    const tail = groups['tail'] ?? '';
    if (countsAnother.test(tail) || countsAnother.test(groups['unit1'] ?? '')) continue;
    if (/^\s*[-/:.]\d|^\d/.test(tail)) continue; // a date, a version or an address
    if (isOfNames(sentence.slice(0, match.index), groups['unit1'] ?? '', tail)) continue;
    if (
      /\band\s*$/.test(sentence.slice(0, match.index)) ||
      (/\sand\s/.test(match[0]) && !/\bbetween\b/i.test(sentence))
    )
      continue;
    if (!isNumber && !/^\s*(?:[.。;；)）\]，,]|$|的|之间|[a-z]+[.)]?\s*$|\p{Script=Han})/iu.test(tail))
      continue;
    const [last, first] = [unitAt(tail), unitAt(groups['unit1'] ?? '')];
    // `30 seconds to 5 minutes`, of a value in neither or either of them.
    if (!unit && first && last && first.factor !== last.factor) continue;
    const [min, max] = [toNumber(groups['min'] ?? ''), toNumber(groups['max'] ?? '')];
    const minimum = convert(min, first ?? last, unit);
    const maximum = convert(max, last, unit);
    if (minimum <= maximum) found.push({ minimum, maximum });
  }
  // `1-10 for small boxes, 1-100 for large ones`: neither holds for all.
  const [first, ...others] = found;
  return others.some(({ minimum, maximum }) => minimum !== first?.minimum || maximum !== first?.maximum)
    ? undefined
    : first;
}

const upper = new RegExp(
  String.raw`(?:\bmax(?:imum)?(?:\s+(?:allowed\s+)?value)?\s*(?:of this parameter\s*)?(?:is|:|：|of|=)?|\bup to|\bat most|(?:cannot|can not|can't|must not|should not|may not|not|cannot be|must not be)\s+(?:exceeds?|be\s+(?:greater|larger|more|longer|higher)\s+than|more\s+than|greater\s+than)|\bno (?:more|greater|larger|longer) than|\b(?:less|smaller|lower) than or equal to|≤|<=|不(?:能|得|可|可以|允许)?(?:超过|大于|多于|超出|高于)|最大(?:值|支持|可设置|取值|可|允许)?(?:不超过|不能超过)?(?:为|是|：|:)?|最多(?:为|支持|可|返回)?|小于(?:或)?等于|上限(?:为|是|：|:)?|最高(?:为|支持)?|最长(?:为|支持)?|(?:默认)?不超过)\s*(?<value>${number})(?<tail>[^\d，,;；]{0,24})`,
  'iu',
);
const upperOpen = new RegExp(
  String.raw`(?:(?<!\b(?:not|no|be)\s)\b(?:less|smaller|lower) than|(?<!\b(?:cannot|not)\s+be\s)\b(?<=be\s)(?:less|smaller|lower) than|<|＜|(?<!不(?:能|得|可|可以)?)小于)\s*(?<value>${number})(?<tail>[^\d，,;；]{0,24})`,
  'iu',
);
const lower = new RegExp(
  String.raw`(?:\bmin(?:imum)?(?:\s+(?:allowed\s+)?value)?\s*(?:of this parameter\s*)?(?:is|:|：|of|=)?|\bat least|\bno (?:less|smaller|fewer) than|(?:cannot|must not|can not)\s+be\s+(?:less|smaller|lower)\s+than|\bnot (?:less|smaller) than|\b(?:greater|larger|more) than or equal to|≥|>=|不(?:能|得|可|可以)?(?:小于|少于|低于)|最小(?:值|取值|可|支持)?(?:为|是|：|:)?|最(?:少|低|短)(?:为|是)?|大于(?:或)?等于|至少(?:为)?|下限(?:为|是|：|:)?)\s*(?<value>${number})(?<tail>[^\d，,;；]{0,24})`,
  'iu',
);
const lowerOpen = new RegExp(
  String.raw`(?:(?<!\b(?:not|no|be)\s)\b(?:greater|larger|more) than|(?<!\b(?:cannot|not)\s+be\s)\b(?<=be\s)(?:greater|larger|more) than|>|＞|(?<!不(?:能|得|可|可以)?)大于)\s*(?<value>${number})(?<tail>[^\d，,;；]{0,24})`,
  'iu',
);

const endUnit = String.raw`(?<unit>\s?(?:[a-zA-Z%]{1,12}|\p{Script=Han}{1,3}?)??)`;
const endStart = String.raw`(?:^|[，,、：:；;（(]|以[上下内]|取值|值|在|为|是|须|应|范围|设置|\b(?:be|is|are|values?|and|to|of)\b)\s*`;
const included = String.raw`(?:[（(]含[^)）]{0,6}[)）])?`;
const endStop = String.raw`(?=\s*(?:$|[，,。；;、.)）]|\d|的|且|并|\band\b))`;
const ends = (zh: string, en: string): RegExp =>
  new RegExp(
    String.raw`${endStart}(?<value>${number})${endUnit}\s*(?:${included}(?:及|或|和)?(?:其)?(?:${zh})${included}|(?:\b(?:or|and)\s+)(?:${en}))${endStop}`,
    'iu',
  );
const atLeast = ends('以上', 'more|greater|higher|above|larger|over|longer');
const atMost = ends('以下|以内|之内', 'less|fewer|lower|below|smaller|under|shorter');

/** Where something else follows from such numbers, they bound nothing. */
const followed = /表示|代表|时|则|如果|若|不含|\b(?:if|when|indicates?|means?|exclu\w+)\b/i;

function oneSided(sentence: string, type: string, unit: Unit | undefined): Bounds | undefined {
  const isInteger = type === 'integer';
  const read = (...patterns: readonly RegExp[]): readonly number[] =>
    patterns.flatMap((pattern) => numbersIn(sentence, pattern, unit));
  const [below, above] = [read(upperOpen), read(lowerOpen)];
  const most = read(upper, ...(followed.test(sentence) ? [] : [atMost]));
  const least = read(lower, ...(followed.test(sentence) ? [] : [atLeast]));
  // `gloss最大10，matt最大20`: neither holds for all.
  if ([below, above, most, least].some((values) => new Set(values).size > 1)) return undefined;
  const maximum = most[0] ?? (isInteger && below[0] !== undefined ? below[0] - 1 : undefined);
  const minimum =
    least[0] ??
    (isInteger && above[0] !== undefined ? above[0] + 1 : undefined) ??
    signOf(sentence, isInteger);
  const [low, high] = [minimum ?? above[0], maximum ?? below[0]];
  if (low === undefined && high === undefined) return undefined;
  if (low !== undefined && high !== undefined && low > high) return undefined;
  return {
    ...(low !== undefined && { [minimum === undefined ? 'exclusiveMinimum' : 'minimum']: low }),
    ...(high !== undefined && { [maximum === undefined ? 'exclusiveMaximum' : 'maximum']: high }),
  };
}

/** The numbers that a pattern finds, in the unit of the parameter. */
function numbersIn(sentence: string, pattern: RegExp, unit: Unit | undefined): readonly number[] {
  return [...sentence.matchAll(new RegExp(pattern, 'giu'))].flatMap(({ groups }) => {
    const tail = groups?.['unit'] ?? groups?.['tail'] ?? '';
    if (countsAnother.test(tail) || /^\s*(?:times|次|requests|个字)/i.test(tail)) return [];
    return [convert(toNumber(groups?.['value'] ?? ''), unitAt(tail), unit)];
  });
}

function signOf(sentence: string, isInteger: boolean): number | undefined {
  if (!isInteger) return undefined;
  const start =
    /\b(?:starts?|starting|begins?) (?:from|at|with) (?:page )?(?<en>\d+)|(?:起始值|起始页|从)\s*(?:为|是|：|:)?\s*(?<zh>\d+)\s*(?:开始|[。,，]|$)/i.exec(
      sentence,
    )?.groups;
  const first = start?.['en'] ?? start?.['zh'];
  if (first !== undefined) return Number(first);
  if (/\b(?:non-negative|nonnegative) integer|非负整数|\bnatural numbers?\b|自然数/i.test(sentence)) return 0;
  if (
    /(?:\bmust be a|values?\s*(?:is|:|：|must be)\s*(?:a|any)?|:|：|an?|any)\s*positive (?:integer|whole number)|(?:取值|为|是|：|任意)\s*正整数/i.test(
      sentence,
    )
  )
    return 1;
  return undefined;
}

/** `a multiple of 10`, `10的整数倍`. */
export function multipleIn(sentence: string): number | undefined {
  const groups =
    /\b(?:a|integer|integral|any)? ?multiples? of (?<en>\d+)|(?<!(?:\d\s*[、,，]|或者?)\s*)(?<zh>(?<!\d)\d+)\s*的(?:整数)?倍/i.exec(
      sentence,
    )?.groups;
  const value = Number(groups?.['en'] ?? groups?.['zh'] ?? Number.NaN);
  return value > 1 ? value : undefined;
}

const counted = String.raw`\s*(?:different |个|条|项|组|张|台|对|份|种|级|路)?\s*(?<what>[\w-]*)`;
const countPatterns: readonly RegExp[] = [
  /\b(?:valid )?(?:values?|value range) of \*?[NM]\*?(?: in [\w.]+)?\s*(?:is|are|:|：|ranges?)?\s*(?:from)?\s*[[(（]?\s*(?<min>\d+)\s*(?:to|~|～|-|–|,|，|and)\s*(?<max>\d+)/i,
  /\b[NM]\s*(?:can be|is|ranges from|:|=)\s*(?:an? (?:integer|number) )?(?:from|between|in the range of)?\s*(?<min>\d+)\s*(?:to|~|～|-|–|and)\s*(?<max>\d+)/i,
  /N\s*(?:的)?\s*(?:取值范围|取值|范围|最大值?|有效值)?\s*(?:为|是|：|:)+\s*[[(（]?\s*(?<min>\d+)\s*(?:~|～|-|–|至|到|,|，)\s*(?<max>\d+)/,
  new RegExp(
    String.raw`(?:\bup to|\bat most|\b(?:a |the )?max(?:imum)?(?: number)?(?: of [a-zA-Z_ -]{1,40}?)?(?: is|[:：]| of)?|\bno more than|(?:cannot|can not|must not|should not|not) (?:exceed|be more than|be greater than|contain more than))\s*(?<max>${number})${counted}`,
    'iu',
  ),
  new RegExp(
    String.raw`(?:最多|最大|不(?:能|得|可|可以|允许)?(?:超过|大于|多于)|上限(?:为|是)?|至多|支持)[\p{Script=Han}A-Za-z ]{0,12}?\s*[：:]?\s*(?<max>${number})${counted}`,
    'iu',
  ),
  new RegExp(
    String.raw`(?:number of|quantity|数量|个数|长度|列表)[^。.\d]{0,60}?(?<min>\d+)\s*(?:to|~|～|-|–|至|到|and|,|，)\s*(?<max>\d+)`,
    'iu',
  ),
  new RegExp(
    String.raw`(?<min>\d+)\s*(?:to|~|～|-|–|至|到)\s*(?<max>\d+)\s*(?:个|条|项|items|entries|elements|IDs|names|tags|rules|groups)`,
    'iu',
  ),
];

/** How many items a list may have, as a sentence gives it. */
export function countOf(written: string): Bounds | undefined {
  const sentence = inDigits(withoutAdvice(written));
  if (/\b(?:per (?:second|minute|hour|day)|QPS)|每秒|每分钟|每天/i.test(sentence)) return undefined;
  if (isBoundOfCases(sentence)) return undefined;
  for (const pattern of countPatterns) {
    const found = [...sentence.matchAll(new RegExp(pattern, `g${pattern.flags}`))].flatMap((match) =>
      countIn(sentence, match),
    );
    // `gloss最多10个，matt最多20个`: neither holds for all.
    if (found.some(({ maximum }) => maximum !== found[0]?.maximum)) return undefined;
    if (found[0]) return { ...leastOf(sentence, found[0].maximum), ...found[0] };
  }
  return endsOfCount(sentence);
}

/** `Max. 50 labels, min. 2.` */
function leastOf(sentence: string, most = 0): Bounds {
  const found =
    /(?:\bmin(?:imum)?\s*[:：]?|最少)\s*(?<least>\d+)(?!\s*(?:min|sec|hour|秒|分|个?字|字节))/i.exec(
      sentence,
    );
  const minimum = Number(found?.groups?.['least']);
  return minimum > 1 && minimum <= most ? { minimum } : {};
}

/** `5个以上，10个以下`, `5 or more, 10 or fewer`. */
function endsOfCount(sentence: string): Bounds | undefined {
  if (followed.test(sentence)) return undefined;
  const ends = [atLeast, atMost].map((pattern) => {
    const { value, unit } = pattern.exec(sentence)?.groups ?? {};
    return value !== undefined && /^(?:个|条|项|组)?$/.test((unit ?? '').trim())
      ? toNumber(value)
      : undefined;
  });
  const [minimum, maximum] = ends;
  if (minimum === undefined && maximum === undefined) return undefined;
  return { ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) };
}

function countIn(sentence: string, match: RegExpMatchArray): readonly Bounds[] {
  const { min, max, what = '' } = match.groups ?? {};
  const behind = sentence.slice((match.index ?? 0) + match[0].length - what.length);
  // `每个域名最多20个标签`: of the parts of an item.
  if (
    /(?:每个|单个|\beach\b)[^，,。.]{0,16}$/i.test(sentence.slice(0, match.index)) &&
    /[，,]/.test(sentence.slice(0, match.index))
  )
    return [];
  if (
    /^(?:characters?|bytes?|chars?|letters?|seconds?|minutes?|hours?|days?|MB|KB|GB|MiB|KiB|pixels?|times?)$/i.test(
      what,
    ) ||
    /^\s*(?:个)?\s*(?:字符|字节|秒|分钟|小时|天|MB|KB|characters|bytes|GB|%)/i.test(behind)
  )
    return [];
  const minimum = min === undefined ? undefined : Number(min);
  const maximum = toNumber(max ?? '');
  if (minimum !== undefined && minimum > maximum) return [];
  return [{ ...(minimum !== undefined && minimum > 1 && { minimum }), maximum }];
}
