/** The value that a parameter has where it is left out, as a sentence gives it. */
import type { Json } from '../../json.ts';
import { isCalled, isDefaultOfCase, isOfSeveralCases } from './cases.ts';
import { convert, number, toNumber, unitAt, type Unit } from './numbers.ts';
import { asValue } from './tokens.ts';

const word = String.raw`(?<value>"[^"]+"|“[^”]+”|'[^']+'|「[^」]+」|(?:[^\s,，。；;（()）、："“]|,(?=\w))+)(?<tail>.{0,40})`;
const patterns: readonly RegExp[] = [
  /\bdefault(?: parameter)?(?: values?)?(?: of (?:this|the) (?:parameter|field)| for (?:this|the) (?:parameter|field))?\s*(?:is|:|：|=|to|as)\s*(?:set to )?/,
  /\bdefaults? (?:is|to|value)\s*(?:is|to|of|:)?\s*/,
  /\bdefaults?(?: (?:value|setting|mode|type))?(?: is used)?[:,]\s*/,
  /\bdefault(?: (?:value|setting|mode|type))? (?:of\s+)?(?=["“'「]|-?\d)/,
  /\bby default,?\s+(?:the (?:value|parameter|default value)|it|this parameter|[\w ]{1,30}?) (?:is|uses|takes|adopts)(?: set to)?\s+/,
  /默认(?:取值|值)?\s*(?:为|是|：|:|等于|=|取|使用)+\s*/,
  /(?:缺省(?:取值|值)?|预设值)\s*(?:为|是|：|:)+\s*/,
  /(?:不填|不传|不指定|不设置|未设置|未指定|为空时?)[，,]?\s*(?:时|则|该参数时|此参数)*[，,]?\s*(?:系统)?默认(?:值)?(?:为|是|：|:)?\s*/,
  /默认(?:值)?\s*(?=[\w"“-])/,
].map((start) => new RegExp(start.source + word, 'diu'));

const reversed: readonly RegExp[] = [
  /(?<=^|[,;:(（]\s*|\b(?:and|value)\s+)(?<value>"[^"]+"|[\w.\-*/]+) is (?:the default(?: value)?|used by default|selected by default)\b(?<tail>)/di,
  /(?:is|are)?\s*(?:set to|default to|use|uses) (?<value>"[^"]+"|[\w.\-*/]+) by default\b(?<tail>)/di,
  /\bthe (?:default )?value (?<value>"[^"]+"|[\w.\-*/]+) is (?:used|applied)(?<tail>)(?= by default|[.,]|$)/di,
  /\b(?:not specified|not set|left empty|empty|unspecified|not configured|leave this parameter empty|do not (?:specify|set) this parameter)\b[^.]{0,12}?,\s*(?:the value )?(?<value>"[^"]+"|[\w.\-*/]+) is used(?<tail>)/di,
  /(?<value>"[^"]+"|[\w.\-*/]+)\s*(?:[(（]\s*(?:the )?(?:default(?: value)?|默认值?|缺省值?)\s*[)）])(?<tail>)/di,
  /(?<value>"[^"]+"|[\w.\-*/]+)\s*(?:为|是)(?:默认值?|缺省值?)(?<tail>)/d,
  /[（(](?:默认|default)[^)）]{0,3}?[：:]?\s*(?<value>[\w.\-*/]+)[)）](?<tail>)/di,
];

const conditional =
  /\b(?:different|depends on|varies|respectively|otherwise)\b|\bfor [^,;]{1,40}[,;]\s*(?:and |or )?\S+ for\b|不同.{0,12}默认|分别|取决于|有关/i;

/** Whose default a sentence may give. */
export interface DefaultHolder {
  readonly type: string;
  readonly unit: Unit | undefined;
  /** Empty where it has none. */
  readonly name: string;
  /** What the description calls it: the beginning, up to the first sign. */
  readonly title: string;
}

/** The default of a sentence, cast to the parameter's type and unit. */
export function defaultOf(sentence: string, holder: DefaultHolder): Json | undefined {
  const { type, unit, name } = holder;
  if (conditional.test(sentence) || !/default|默认|缺省|预设| is used/i.test(sentence)) return undefined;
  if (isOfSeveralCases(sentence) || hasSeveral(sentence)) return undefined;
  for (const pattern of [...patterns, ...reversed]) {
    const match = pattern.exec(sentence);
    const groups = match?.groups;
    const found = groups?.['value'];
    if (found === undefined || /[\w\s]的(?:值|取值)/.test(found + (groups?.['tail'] ?? ''))) continue;
    const value = cast(found, groups?.['tail'] ?? '', type, unit, sentence);
    if (value === undefined) continue;
    const [start, end] = match?.indices?.groups?.['value'] ?? [0, 0];
    const isAnothers =
      isOfAnotherThing(sentence.slice(0, match?.index), match?.[0] ?? '', holder) ||
      setsAnother(sentence.slice(0, start), name);
    return isAnothers || isDefaultOfCase(sentence, sentence.slice(end), name) ? undefined : value;
  }
  return undefined;
}

/** `直播域名默认为10`, `Live domains default to 10`: the default of something else, unless the description calls the parameter so. */
function isOfAnotherThing(before: string, match: string, { name, title }: DefaultHolder): boolean {
  if (/^(?:默认|缺省)/.test(match)) {
    const clause = (before.split(/[，,；;。：:、（()）]/).at(-1) ?? '').trim();
    const isLeftOut = /[不未空无缺]|没有|省略|否则|\d/.test(clause);
    return !isLeftOut && !isCalled(clause, name, title);
  }
  if (!/^defaults? to\b/i.test(match)) return false;
  const clause = (before.split(/[,;.]/).at(-1) ?? '').trim().replace(/^(?:the|a|an|and|or)\s+/i, '');
  const isAboutIt = /^$|^(?:it|which|that|this)\b|\b(?:parameter|value|field|setting)s?$/i.test(clause);
  return !isAboutIt && clause !== name && !title.toLowerCase().endsWith(clause.toLowerCase());
}

/** `Set Mode to Include (default value) to …`: of another parameter than the one that is described. */
function setsAnother(before: string, name: string): boolean {
  const other =
    /\b(?:[Ss]et|[Ss]pecify)\s+(?:the\s+)?["“]?(?<other>[A-Z][\w.]*)["”]?\s+(?:parameter\s+)?to\s+$/.exec(
      before,
    )?.groups?.['other'];
  return other !== undefined && name !== '' && other.split('.').at(-1) !== name;
}

const ofNamed =
  /(?:默认(?:取?值)?|\bdefault(?: values?)?)\s*(?:[:：]|为)\s*[A-Za-z][\w-]*\s*(?:时?[为是]\s*[\w"“]|[:：]\s+\w|：)/i;

/** `gloss默认10，matt默认20`, `默认值：gloss为10`. */
function hasSeveral(sentence: string): boolean {
  const values = [...sentence.matchAll(/默认[取值为是：:]*\s*(?<value>[\w.-]+)/g)].map(
    ({ groups }) => groups?.['value'],
  );
  return new Set(values).size > 1 || ofNamed.test(sentence);
}

const numeric = new RegExp(`^${number}`, 'u');

function cast(
  found: string,
  tail: string,
  type: string,
  unit: Unit | undefined,
  sentence: string,
): Json | undefined {
  if (type === 'integer' || type === 'number') {
    const digits = numeric.exec(found.replace(/^["'“]/, ''))?.[0];
    if (digits === undefined) return undefined;
    const behind = found.replace(/^["'“]/, '').slice(digits.length) || tail;
    if (/^[-:/]\d|^\s*(?:times\b|倍)/.test(behind)) return undefined;
    const value = convert(toNumber(digits), unitAt(behind), unit);
    return type === 'integer' && !Number.isInteger(value) ? undefined : value;
  }
  const quoted = /^["“'「]/.test(found);
  if (/^(?:none|null|empty|retained|kept|unchanged|inherited|used|applied|无|空)\b/i.test(found))
    return undefined;
  if (/[{[<][^}\]>]*$/.test(found)) return undefined; // a formula that a space cuts off
  // A name of several words, each with a capital, up to the end of the sentence.
  const phrase = /^(?:\s+[A-Z][\w-]*\.?){1,2}(?=[.。]?\s*$)/.exec(tail)?.[0];
  if (phrase !== undefined && /^[A-Z]/.test(found))
    return `${found}${phrase}`.replace(/(?<!\bInc|Ltd|Co)\.$/, '');
  const bare = found
    .replace(/\.$/, '')
    .replace(/(?<=[\w*])[\p{Script=Han}].*$/u, '')
    .replace(/\.(?=[A-Z][a-z]).*$/, '');
  const value = asValue(bare, type);
  if (value === undefined) return undefined;
  if (type === 'boolean') return value;
  // In `by default, each part is 30 seconds long` the number is of something else.
  if (/^\d/.test(bare) && unitAt(found.slice(bare.length) || tail) && !/default value|默认值/i.test(sentence))
    return undefined;
  // `00:00 on the first day of the month` is more than its first word.
  if (/^\s+(?:on|in|at|of|before|after|from)\b/.test(tail) && found === bare && !quoted) return undefined;
  // A word with more words behind it is the beginning of a phrase: "the default value specified in …".
  const isPhrase =
    found === bare &&
    /^\s+[a-z]/.test(tail) &&
    !/^\s+(?:is|if|when|which|and|for|indicates|specifies|means|by)\b/.test(tail);
  if (!quoted && isPhrase && !/[A-Z\d_]/.test(bare)) {
    const measure = unitAt(tail);
    return measure && /^\d/.test(bare) ? value : undefined;
  }
  return value;
}
