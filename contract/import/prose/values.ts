/** Enumerations: the values that a description lists, in a sentence or in the items below it. */
import type { Json } from '../../json.ts';
import { isConditional } from './cases.ts';
import { sentencesOf, type Line } from './lines.ts';
import { isExample } from './no-bounds.ts';
import { asValue } from './tokens.ts';

export interface ListedValue {
  readonly value: Json;
  readonly isDefault: boolean;
}

export interface Listing {
  readonly values: readonly ListedValue[];
  /** The lines that the list takes, from the one with the trigger. */
  readonly lines: number;
  /** Whether one value alone was meant to be the only one. */
  readonly isOnly: boolean;
}

const adjectives = String.raw`(?:valid|supported|allowed|allowable|available|possible|optional|acceptable|permitted|accepted|effective|legal|enumerated|enumeration|candidate)`;
const triggers: readonly RegExp[] = [
  new RegExp(
    String.raw`\b${adjectives}\s+(?:parameter\s+|field\s+)?(?:values?|options?)\b(?!\s+of\s+N\b)(?:\s+(?:of|for)\s+(?:this|the)\s+[\w ]{1,40}?(?=\s*(?:[:：]|\b(?:can be|are|is|includes?)\b)))?\s*(?:can be|are as follows|are|is|include|includes)?\s*[:：]?`,
    'i',
  ),
  /(?:^|[\s.。（(])(?:values?|options?|value options?|enumeration|enum)\s*[:：]/i,
  /\b(?:the\s+)?(?:value|parameter|it|field)\s+(?:of this parameter\s+)?(?:can|may|must|should)\s+(?:only\s+)?be\s+(?:set to\s+)?(?:one of (?:the following(?: values)?)?\s*[:：]?)?/i,
  /\b(?:the following|these)\s+[\w -]{0,40}?(?:values|types|modes|options|formats|regions|specifications|methods|protocols|engines|states|statuses)?\s*(?:are|is)\s+(?:supported|available|valid|allowed)\s*[:：.]?/i,
  /(?:可选取值|可选值|可取值|有效取值|有效值|合法取值|合法值|支持的取值|枚举值|枚举取值|参数取值|取值范围|取值列表|取值说明|取值|选项|枚举)(?:如下|包括|包含|可以|有|可|分别)?(?:为|是)?(?:以下[^：:]{0,8})?\s*[:：]?/,
  /(?:其值|值)(?:可以|可|只能)?(?:为|是)\s*[:：]?|(?:可选|可选项|值)\s*[:：]/,
  /(?:目前|当前)?(?:仅|只)?支持(?:以下[^：:，。]{0,8}|如下[^：:，。]{0,8})?\s*[:：]/,
];

const onlyValue =
  /\b(?:set|specify) (?:the value|this value|this parameter|the parameter|it|the value of this parameter) (?:to|as)\s+(?:the fixed value\s+)?|\b(?:fixed (?:as|to|value)\s*[:：]?|the (?:static )?(?:field|value) is (?:fixed|set) (?:as|to))\s*|(?:固定(?:取值|值)?(?:为|是|：)|固定取值[:：]|(?:目前|当前|仅|只)(?:仅|只)?支持(?:取值)?\s*[:：]|取值(?:仅|只)(?:能)?(?:为|是))\s*/i;

/** `Invalid values: …`, `Do not set the value to …`, `不能取值为…`: what is listed is not allowed. */
const excludes =
  /\b(?:invalid|illegal|reserved|unsupported|forbidden|excluded|disallowed|(?:do|does|can|must|should|may|are|is)(?:\s?not|n't)(?: be)?)\s*$|(?:不能|不可|不得|不允许|不支持|禁止|无效|非法|保留)(?:的|取|把|将)?$/i;

/** `Default value: …`, `最大值：…`: no list of what is allowed. */
const ofOneValue = /(?:\b(?:default|max(?:imum)?|min(?:imum)?)\.?|默认|缺省|最大|最小|最高|最低)取?\s*$/i;

/** Find the enumeration that begins in a line, if one does. */
export function findListing(lines: readonly Line[], at: number, type: string): Listing | undefined {
  const line = lines[at];
  if (!line) return undefined;
  for (const trigger of triggers) {
    const match = [...line.text.matchAll(new RegExp(trigger, `g${trigger.flags}`))].find(
      ({ index }) => !ofOneValue.test(line.text.slice(0, index)),
    );
    // `live类型支持：` tells one case.
    if (!match || /[\w-]+(?:类型|模式)$/.test(line.text.slice(0, match.index))) continue;
    if (excludes.test(line.text.slice(0, match.index))) continue;
    if (isOfOneCase(line.text, match.index)) continue;
    const rest = line.text.slice(match.index + match[0].length).trim();
    const open = /[:：]\s*$/.test(match[0]) || rest === '' || /^(?:[.。:：]|如下)*$/.test(rest);
    const listed =
      rest === '' || /^[.。:：]*$/.test(rest)
        ? itemsBelow(lines, at, type)
        : (inline(rest, type) ??
          (open || /[:：]\s*$/.test(line.text) ? itemsBelow(lines, at, type) : undefined));
    const isMeant = /枚举|\benum/i.test(match[0]) && line.text.endsWith(match[0]);
    if (listed && (listed.values.length > 1 || isMeant)) return listed;
  }
  return (
    onlyOf(line.text, type) ??
    meantIn(line.text, type) ??
    (lines[at + 1]?.isItem === true &&
    !/fields?\b|parameters?\b|字段|参数|格式|rule|规则|note|说明/i.test(line.text)
      ? describedBelow(lines, at, type)
      : undefined)
  );
}

/** Whether the sentence that stands at an index tells one case, or an example. */
function isOfOneCase(text: string, at: number): boolean {
  let end = 0;
  const sentence = sentencesOf(text).find((one) => (end = text.indexOf(one, end) + one.length) > at) ?? text;
  return isConditional(sentence) || isExample(sentence);
}

/** Without a trigger, a list counts only where each item is a value with what it means. */
function describedBelow(lines: readonly Line[], at: number, type: string): Listing | undefined {
  const listed = itemsBelow(lines, at, type);
  const items = lines.slice(at + 1, at + (listed?.lines ?? 0)).filter(({ isItem }) => isItem);
  return listed &&
    listed.values.length > 1 &&
    items.every(({ text }) =>
      /^\S{1,40}\s*(?:(?:[(（][^)）]*[)）])?\s*[:：]|[(（][^)）]*[)）]\s*$|\s(?:- )?\p{Script=Han}| [-–=] |(?:表示|代表))/u.test(
        text,
      ),
    )
    ? listed
    : undefined;
}

function onlyOf(text: string, type: string): Listing | undefined {
  for (const sentence of sentencesOf(text)) {
    const match = onlyValue.exec(sentence);
    if (
      !match ||
      excludes.test(sentence.slice(0, match.index)) ||
      isExample(sentence) ||
      /^(?:(?:if|when|for|to|before|after|you can)\b|如果|当)/i.test(sentence)
    )
      continue;
    const rest = sentence.slice(match.index + match[0].length);
    const only =
      /^(?<value>"[^"]+"|[^\s,，。（(]+)\s*(?:[.。]?$|,\s*which\b|[,，]?\s*(?:表示|即)|[(（][^)）]*[)）]\s*[.。]?$)/.exec(
        rest,
      )?.groups?.['value'];
    const value = only === undefined ? undefined : asValue(only, type);
    if (value !== undefined) return { values: [{ value, isDefault: false }], lines: 1, isOnly: true };
    const listed = inline(rest, type);
    if (listed && listed.values.length > 1) return listed;
  }
  return undefined;
}

/** `0 means off, and 1 means on`, without a word that says that a list follows: of numbers only. */
function meantIn(text: string, type: string): Listing | undefined {
  if (type !== 'integer') return undefined;
  const parts = text.split(/(?<=。)|(?<=\.)\s+(?=-?\d)/).filter((part) => !openEnd.test(part));
  const found = parts.map((part) => describedInline(part, type));
  return found.find((listing) => listing !== undefined && listing.values.length > 1);
}

/** `-1 means no limit, and any value greater than 0 …`: more is allowed than what is named. */
const openEnd =
  /大于|小于|不等于|其[他它]|正整数|正数|\b(?:greater|less|larger|smaller|more|others?|any|positive)\b/i;

const defaultMark =
  /[(（【[]\s*(?:the\s+)?(?:default(?: value)?|默认值?|缺省值?|recommended and default)[^)）】\]]{0,12}[)）】\]]|(?:this is|which is|it is)\s+the\s+default|\bthe default value\b(?!\s*(?:is|:)\s*\S)|[,，(（]\s*(?:默认值?|default)\s*[)）。.]?\s*(?=$|[:：])|为默认值|默认值?[)）。]?$|[(（]by default[)）]|^默认/i;

function itemsBelow(lines: readonly Line[], at: number, type: string): Listing | undefined {
  const values: ListedValue[] = [];
  let end = at + 1;
  let listed = false;
  for (; end < lines.length; end += 1) {
    const line = lines[end];
    if (!line) break;
    if (line.isNote && !line.isItem) continue;
    if (!line.isItem && listed && isRemark(line, lines[end + 1], type)) continue;
    if (!line.isItem && listed && line.isParagraph) break;
    if (!line.isItem && !/^\S{1,40}\s*(?:[(（][^)）]{0,20}[)）])?\s*[:：]/.test(line.text)) {
      if (listed || asValue(line.text, type) === undefined) break;
    }
    const value = itemValue(line.text, type);
    if (value === undefined) {
      // What an item says at more length is no value; a value that is no value spoils the list.
      if (listed && !line.isItem) break;
      return undefined;
    }
    listed = true;
    for (const one of value) if (!values.some((other) => other.value === one.value)) values.push(one);
  }
  return values.length === 0 ? undefined : { values, lines: end - at, isOnly: false };
}

/** A line below an item that says something about it: the next item follows at once, and no list begins with the line. */
function isRemark({ text, isParagraph }: Line, next: Line | undefined, type: string): boolean {
  return (
    (!isParagraph || /^[（(].*[)）]$/.test(text)) &&
    next?.isItem === true &&
    !/[:：]$/.test(text) &&
    itemValue(next.text, type) !== undefined
  );
}

/** `ON: enabled`, `0（默认）：关闭`, `mp4.`, `1 indicates …`, `"fit" - scaled`. */
function itemValue(text: string, type: string): readonly ListedValue[] | undefined {
  const isDefault = defaultMark.test(text);
  const plain = text
    .replaceAll(/[(（【][^()（）【】]*(?:default|默认|缺省)[^()（）【】]*[)）】]/gi, ' ')
    .trim();
  for (const pattern of itemPatterns) {
    const found = pattern.exec(plain)?.groups?.['value'];
    if (found === undefined) continue;
    const value = asValue(found, type);
    if (value !== undefined) return [{ value, isDefault }];
    const several = found
      .split(/\s*(?:,|、|\/|\bor\b|\band\b|或|和)\s*/)
      .map((one) => asValue(one, type))
      .filter((one) => one !== undefined);
    if (several.length > 1 && several.length === found.split(/\s*(?:,|、|\/|\bor\b|\band\b|或|和)\s*/).length)
      return several.map((one) => ({ value: one, isDefault: false }));
  }
  return undefined;
}

/** A value up to the sign behind it, or up to the words that say what it means. */
const itemPatterns: readonly RegExp[] = [
  /^(?<value>"[^"]*"|“[^”]*”|'[^']*'|[^\s:：。，；;（(=]+(?:[ ](?!\p{Script=Han})[^\s:：。，；;（(=-]+){0,2})\s*(?:[:：。；;，（(]|\.?$|\.\s|[,]\s| [-–—] |\s*=|[-–—]{2}|-(?=\p{Script=Han})|\s+(?=\p{Script=Han})|\s+(?:indicates?|specifies|means|represents|stands for)\b)/u,
  /^(?<value>[\w.*+\-/]*[\w*+])-?\s*(?:表示|代表|指|为|是|(?!类型|模式|参数|字段|格式|协议|时)\p{Script=Han}|indicates?\b|specifies\b|means\b)/u,
];

const rangeInside =
  /\d\s*(?:to|~|～|–|—|至|到|-)\s*-?\d|^[[(（【]\s*-?\d|[≤≥<>]|(?:大于|小于|不超过|greater|less)/i;

/** `live and rtc.`, `0：关闭，1：开启`, `on | off`, `Valid values: true false`. */
function inline(rest: string, type: string): Listing | undefined {
  const [first = ''] = sentencesOf(rest);
  const described = describedInline(rest, type);
  if (described && described.values.length > 1) return described;
  const isClean = first.replace(/[.。；;]$/, '').trim();
  if (type !== 'string' && rangeInside.test(isClean)) return undefined;
  if (
    /^[[(（【]?\s*-?\d+(?:\.\d+)?\s*(?:to|~|～|–|—|至|到)\s*-?\d/.test(isClean) ||
    /^[[(（]\s*-?\d+(?:\.\d+)?\s*[,，]\s*-?\d+(?:\.\d+)?\s*[\])）]/.test(isClean)
  )
    return undefined;
  const head = isClean.replaceAll(/\s*[(（][^()（）]*[)）]/g, (inside) =>
    defaultMark.test(inside) ? ' <default>' : '',
  );
  const parts = head
    .split(
      /\s*(?:,\s*(?:and|or)\b|[,，、|;；]|\band\b|\bor\b|或者|或|和|以及|及|(?<=[\w"'])\s*\/\s*(?=[\w"']))\s*/,
    )
    .filter((part) => part !== '' && !/^(?:默认|缺省|(?:the )?default\b|单位|units?\b)/i.test(part));
  // `Running, Stopped, etc.`: more is allowed than what is named.
  if (parts.some((part) => /^(?:etc|so on|so forth|more|\.{3}|…)\.?$/i.test(part))) return undefined;
  const values = parts.map((part): ListedValue | undefined => {
    const value = asValue(part.replace('<default>', ''), type);
    return value === undefined ? undefined : { value, isDefault: part.includes('<default>') };
  });
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length && known.length > 1
    ? { values: distinct(known), lines: 1, isOnly: false }
    : undefined;
}

function describedInline(rest: string, type: string): Listing | undefined {
  const pieces = [
    ...rest.matchAll(
      /(?:^|[;；,，。.、]\s*|\s{1,3})(?<value>-?[\w.\-*/]+|"[^"]*")\s*(?<mark>[(（][^()（）]*[)）])?\s*(?:[:：]|(?:means?|indicates?|represents?|stands for|表示|代表)(?=[\s\p{Script=Han}]))\s*(?<means>[^;；。:：]*?)(?=$|[;；。:：,，.、]|\s{2,3})/gu,
    ),
  ];
  if (pieces.length < 2 || pieces[0]?.index !== 0) return undefined;
  const values = pieces.map(({ groups }): ListedValue | undefined => {
    const value = asValue(groups?.['value'] ?? '', type);
    const isDefault =
      defaultMark.test(groups?.['mark'] ?? '') ||
      /this is the default|默认值?[)）]/.test(groups?.['means'] ?? '');
    return value === undefined ? undefined : { value, isDefault };
  });
  const known = values.filter((value) => value !== undefined);
  return known.length === pieces.length ? { values: distinct(known), lines: 1, isOnly: false } : undefined;
}

function distinct(values: readonly ListedValue[]): readonly ListedValue[] {
  return values.filter((one, index) => values.findIndex(({ value }) => value === one.value) === index);
}
