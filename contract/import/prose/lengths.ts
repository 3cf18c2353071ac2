/** Lengths of texts, in a sentence: in characters or in bytes. */
import type { Bounds } from './bounds.ts';
import { isBoundOfCases } from './cases.ts';
import { withoutAdvice } from './no-bounds.ts';
import { between, inDigits, number, toNumber, unitWord } from './numbers.ts';

const characters = String.raw`(?:个)?\s*(?:Unicode |ASCII |UTF-8 |English |英文|中文|中英文|英文或数字|半角)?\s*(?:characters?|chars?|letters|字符|位字符|个字(?![节母符])|(?<=个\s?)字母)`;
const bytes = String.raw`(?:个)?\s*(?:bytes?|字节)`;

const ofOtherTexts =
  /\btotal length\b|(?:总|综合)长度|^(?:the|each|every) (?:\w+ )?(?:keys?|values?) (?:of|in) (?:the|each|every) (?:map|object|pair)\b|^map\b|^(?:Map|JSON)?(?:中)?的?(?:键|key)(?:名)?(?:不|最|长|支|可|的)|^(?:Map|JSON)(?:中)?的(?:键|值)|^each\b|每[个条]|单[个条]|\bcharacters per\b|\bif\b.{1,40}\bexceeds?\b/i;

/** The length of a text that a sentence gives for every value, in characters or in bytes. */
export function lengthOf(written: string, unit: 'characters' | 'bytes'): Bounds | undefined {
  const sentence = inDigits(withoutAdvice(written));
  if (!/\d/.test(sentence) || ofOtherTexts.test(sentence) || isBoundOfCases(sentence)) return undefined;
  const { any, ranges, exact, least, below, most: upTo } = lengthPatterns[unit];
  const range = rangeIn(sentence, ranges);
  if (range) return range;
  const only = isLimit.test(sentence) ? undefined : numberIn(sentence, exact);
  if (only !== undefined) return hasOther(sentence, any, only) ? undefined : { minimum: only, maximum: only };
  const minimum = numberIn(sentence, least);
  const under = numberIn(sentence, below);
  const most = under ?? numberIn(sentence, ...upTo);
  if (most !== undefined && hasOther(sentence, any, most, minimum)) return undefined;
  if (minimum === undefined && most === undefined) return undefined;
  return {
    ...(minimum !== undefined && { minimum }),
    ...(most !== undefined && { maximum: under === undefined ? most : under - 1 }),
  };
}

/** How a sentence says a length, made once for each unit. */
function patternsFor(unit: 'characters' | 'bytes') {
  const counted = unit === 'characters' ? characters : bytes;
  const zh = unit === 'characters' ? String.raw`(?:${counted}|位(?!\p{Script=Han}|\d))` : counted;
  const pattern = (source: string): RegExp => new RegExp(source, 'iu');
  return {
    any: new RegExp(String.raw`(?<other>${number})\s*${counted}`, 'giu'),
    ranges: [
      pattern(String.raw`(?<min>\d+)\s*(?:个|位)?${unitWord}?${between}(?<max>${number})\s*${counted}`),
      ...(unit === 'characters' ? [bareRange] : []),
    ],
    // `is 32 characters long`, `must be exactly 32 characters`, `长度为32个字符`, `由32位字符组成`
    exact: pattern(
      String.raw`(?:(?:\b(?:is|are|exactly|precisely|fixed (?:at|to))|(?<!\b(?:can|may|could|not|n't) )\bbe)\s+(?:always |exactly |fixed at )?(?<en>${number})\s*${counted}(?:(?:\s+in length|\s+long)(?![a-z ]*\bor\b)|(?<=\b(?:exactly|precisely|must be|fixed (?:at|to)|fixed at)\s+${number}\s*${counted}))|长度(?:必须|须|固定|应)?(?:为|是)\s*(?<zh>\d+)\s*${zh}(?=\s*(?:[，,。；;）)]|$|长|的))|(?:固定为?|恰好(?:为|是)?|正好(?:为|是)?|必须(?:为|是)|由)\s*(?<set>\d+)\s*${zh}(?=\s*(?:[，,。；;）)]|$|长|的|组成)))`,
    ),
    least: pattern(
      String.raw`(?:at least|(?:no|not|cannot|can't)(?: be)? (?:less|shorter|fewer) than|\bmin(?:imum)?(?: length)?(?: of| is|[:：])?|至少(?:为)?|不(?:得|能|可)?(?:少|小|低|短)于|最(?:少|短|小)(?:为)?)\s*(?<value>\d+)\s*${counted}|(?<more>\d+)\s*${counted}(?:及|或|\s*[（(]含[)）]\s*)?以上(?=\s*(?:[，,。；;）)]|$))`,
    ),
    // `less than 256 bytes`: the number that a text stays below
    below: pattern(
      String.raw`(?<!\b(?:no|not|cannot|can't)\s+(?:be\s+)?)\b(?:less|fewer|shorter) than\s*(?<value>\d[\d,]*)\s*${counted}|(?<!不(?:能|得|可|可以)?)小于\s*(?<zh>\d+)\s*${counted}`,
    ),
    most: [
      pattern(
        String.raw`(?:up to|at most|exceeds?|exceeding|maximum(?: length)?(?: is| of|:)?|max(?:imum)?(?: length)?\s*[:：]?|(?:no|not(?: be)?|cannot be|can't be) (?:more|longer|greater|larger) than|limit(?:ed)? (?:is|to|of)|within|(?:can|may) be|不(?:能|得|可|可以|允许)?(?:超过|大于|多于|超出|长于)|最(?:大|多|长)(?:长度)?(?:为|支持|可|是|：|:|限制)?(?:输入)?|长度(?:限制)?(?:为|是|：|:)?(?:不超过)?|限制(?:为|在)?|小于等于|≤|<=|限)\s*(?<value>${number})\s*${counted}(?!\s*(?:[（(]含[)）])?(?:及|或)?以上)|(?<within>\d+)\s*${counted}(?:以内|之内|内|及以内|及以下|以下(?=\s*(?:[，,。；;）)]|$)))`,
      ),
      ...(unit === 'characters' ? [bareMost] : []),
    ],
  };
}

const bareRange =
  /(?:长度|length)[^。.\d]{0,16}?[[(（]?(?<min>\d+)\s*(?:个|位)?\s*[,，~～\-–至到](?:\s*to)?\s*(?<max>\d+)(?!\s*(?:字节|byte|个字节))(?:\s*位|[\])）])?/iu;
const bareMost =
  /(?:长度|length)[^。.\d]{0,8}(?:不超过|不能超过|最大|最长|up to|exceed)[^。.\d]{0,4}(?<bare>\d+)(?:位|[。.,，]|$)/iu;

const lengthPatterns = { characters: patternsFor('characters'), bytes: patternsFor('bytes') };

/** `16 characters or 32 characters`: no one of them holds for all. Smaller numbers are of parts of the text. */
function hasOther(sentence: string, any: RegExp, value: number, least?: number): boolean {
  return [...sentence.matchAll(any)].some(({ groups }) => {
    const other = toNumber(groups?.['other'] ?? '');
    return other > value && other !== least;
  });
}

function rangeIn(sentence: string, patterns: readonly RegExp[]): Bounds | undefined {
  for (const pattern of patterns) {
    const groups = pattern.exec(sentence)?.groups;
    if (groups) return { minimum: toNumber(groups['min'] ?? ''), maximum: toNumber(groups['max'] ?? '') };
  }
  return undefined;
}

/** The number in whichever group the first pattern that is found has it. */
function numberIn(sentence: string, ...patterns: readonly RegExp[]): number | undefined {
  for (const pattern of patterns) {
    const found = Object.values(pattern.exec(sentence)?.groups ?? {}).find((one) => one !== undefined);
    if (found !== undefined) return toNumber(found);
  }
  return undefined;
}

/** Words with which a number is a limit, or a guess. */
const isLimit =
  /\b(?:max|min|maximum|minimum|most|least|up to|limit\w*|exceed\w*|longer|shorter|more|less|fewer|within|about|usually)\b|[最限约]|不超过|以内|以[上下]|至[少多]|[大小多少]于/i;

const wide = String.raw`(?:(?:Chinese|full-?width|double-byte|multi-?byte|CJK|wide|upper-?case|capital|special)(?: (?:character|letter)s?)?|emojis?)`;
const more = String.raw`(?:two|2|double|twice|three|3|four|4)\b(?!\s*(?:to|-|~)\s*\d)`;
const weights: readonly RegExp[] = [
  new RegExp(String.raw`\b${more} for (?:a|each|every) ${wide}`, 'i'),
  /\b(?:spaces?|letters?|digits|characters|emojis?|punctuation(?: marks)?)\s+(?:is|are|do(?:es)?)\s+not\s+count/i,
  /不(?:计入|算入?)(?:在)?(?:字符|长度|字数)/,
  new RegExp(
    String.raw`\b${wide}\s+(?:(?:is|are|each|also)\s+)*(?:counts?|counted|calculated|treated|regarded|considered|takes?(?: up)?|occup(?:y|ies)|equals?|equivalent|as)\b[^.。]{0,12}?\b${more}[^.。]{0,12}`,
    'i',
  ),
  new RegExp(
    String.raw`\b(?:a|each|every|one|1) ${wide} (?:is|has)(?: a length of)? ${more}[^.。]{0,12}`,
    'i',
  ),
  /(?:汉字|中文(?:字符|字)?|全角(?:字符)?|双字节字符?|表情(?:符号)?|emoji|大写字母|特殊字符)\s*(?:都|均|各|会|则)*(?:算|占用?|等于|按|计|相当于|视为|当作|[=＝])[^，。；\d]{0,3}(?:两|二|2|三|3|四|4)(?!\s*[~～\-到至]).{0,5}/u,
  /(?:一|1|每|单)个?(?:汉字|中文(?:字符|字)?|全角(?:字符)?)(?:为|是)(?:两|二|2|三|3)(?!\s*[~～\-到至]).{0,5}/u,
];

/** `Each Chinese character counts as two`: with what a sentence says, or undefined. */
export function weightOf(text: string): { readonly isOfUtf8: boolean } | undefined {
  const found = weights.map((pattern) => pattern.exec(text)?.[0]).find((one) => one !== undefined);
  return found === undefined
    ? undefined
    : { isOfUtf8: /(?:three|[3三])\s*个?\s*(?:bytes?|字节)/i.test(found) };
}
