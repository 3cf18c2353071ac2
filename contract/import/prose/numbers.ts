/** Numbers as prose writes them, and the units behind them. */

/** `21,600`, `-1`, `0.5`; not the digits inside a name or a date. */
export const number = String.raw`[-−]?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:\s?(?:万|million|亿))?`;

export function toNumber(text: string): number {
  const scale = text.endsWith('万')
    ? 10_000
    : text.endsWith('million')
      ? 1_000_000
      : text.endsWith('亿')
        ? 100_000_000
        : 1;
  return (
    Number(
      text
        .replace(/\s?(?:万|million|亿)$/, '')
        .replace('−', '-')
        .replaceAll(',', ''),
    ) * scale
  );
}

/** What stands between the ends of a range, and the unit behind a number; both are sources of patterns. */
export const between = String.raw`\s*(?:to|through|and|~|～|–|—|−|-{1,2}|至|到|\.{2,3}|⁓|∼)\s*`;
export const unitWord = String.raw`\s*(?:[a-zA-Z%]{1,12}(?:\/s)?|个?\p{Script=Han}{1,4})?\s*`;

/** What a unit is worth in the first of its kind, by the kind. */
const units: readonly {
  readonly kind: string;
  readonly name: string;
  readonly pattern: RegExp;
  readonly factor: number;
}[] = [
  { kind: 'time', name: 'milliseconds', pattern: /^(?:milliseconds?|ms|毫秒)/i, factor: 0.001 },
  { kind: 'time', name: 'seconds', pattern: /^(?:seconds?|secs?|s(?![a-z])|秒)/i, factor: 1 },
  { kind: 'time', name: 'minutes', pattern: /^(?:minutes?|mins?|分钟?)/i, factor: 60 },
  { kind: 'time', name: 'hours', pattern: /^(?:hours?|hrs?|h(?![a-z])|个?小时)/i, factor: 3600 },
  { kind: 'time', name: 'days', pattern: /^(?:days?|天|日)/i, factor: 86_400 },
  { kind: 'time', name: 'months', pattern: /^(?:months?|个?月)/i, factor: 2_592_000 },
  { kind: 'time', name: 'years', pattern: /^(?:years?|年)/i, factor: 31_536_000 },
  { kind: 'size', name: 'bytes', pattern: /^(?:bytes?(?![a-z])|字节)/i, factor: 1 },
  { kind: 'size', name: 'KB', pattern: /^KB\b/, factor: 1024 },
  { kind: 'size', name: 'MB', pattern: /^MB\b/, factor: 1024 ** 2 },
  { kind: 'size', name: 'GB', pattern: /^(?:GB|GiB)(?![a-z])/, factor: 1024 ** 3 },
  { kind: 'size', name: 'TB', pattern: /^(?:TB|TiB)(?![a-z])/, factor: 1024 ** 4 },
  { kind: 'rate', name: 'bit/s', pattern: /^(?:bit\/s|bps)/i, factor: 1 },
  { kind: 'rate', name: 'Kbit/s', pattern: /^(?:Kbit\/s|Kbps|kbps)/, factor: 1000 },
  { kind: 'rate', name: 'Mbit/s', pattern: /^(?:Mbit\/s|Mbps)/i, factor: 1_000_000 },
  { kind: 'length', name: 'pixels', pattern: /^(?:pixels?|px|像素)/i, factor: 1 },
  { kind: 'share', name: 'percent', pattern: /^(?:%|percent|百分)/i, factor: 1 },
  { kind: 'frames', name: 'frames per second', pattern: /^(?:frames per second|fps|帧)/i, factor: 1 },
];

export interface Unit {
  readonly kind: string;
  readonly name: string;
  readonly factor: number;
}

/** The unit that a text begins with. */
export function unitAt(text: string): Unit | undefined {
  const trimmed = text.trimStart();
  return units.find(({ pattern }) => pattern.test(trimmed));
}

/** The unit that a description names for its value: `Unit: seconds`, `The duration in minutes.`, `单位：秒`. */
export function statedUnit(text: string): Unit | undefined {
  const match =
    /(?:\bunits?\s*(?:is|are|:|：)|单位\s*(?:(?:[:：为是]\s*)+|(?=毫?秒|分|小时|天|字节|[KMGT]i?B\b))|measured in|\bin units of|以(?=[\p{Script=Han}]{1,2}为单位)|(?<=[a-z,]\s)in\s+(?=(?:milliseconds|seconds|minutes|hours|days|bytes|KB|MB|GB)\s*(?:[.,;)]|$)))\s*/iu.exec(
      text,
    );
  return match ? unitAt(text.slice(match.index + match[0].length)) : undefined;
}

/** A number with a unit behind it, in the unit of the parameter. */
export function convert(value: number, from: Unit | undefined, to: Unit | undefined): number {
  if (!from || !to || from.kind !== to.kind || from.factor === to.factor) return value;
  const converted = (value * from.factor) / to.factor;
  return Math.round(converted * 1e6) / 1e6;
}

const small =
  `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
  nineteen`.split(/\s+/);
const tens = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const word = `(?:${[...small, ...tens.slice(2)].join('|')}|hundred|thousand)`;
const english = String.raw`(?<![\w-])${word}(?:(?:-|\s+|(?<=hundred|thousand)\s+and\s+)${word})*(?![\w-])`;
const chinese = '[零一二两三四五六七八九十百千]+';
const before = String.raw`\b(?:at most|at least|up to|(?:no|not) (?:more|less|fewer) than|(?:less|greater|more|fewer) than(?: or equal to)?|exceed|(?:maximum|minimum)(?: value)?(?: is| of|:)?)\s+`;
const beforeZh = '(?:最多|最少|至少|不超过|不能超过|不少于|最大(?:值)?(?:为|是)?|最小(?:值)?(?:为|是)?)';

const hasWord = new RegExp(String.raw`\b(?:max|min)\.|\b${word}\b|${chinese}`, 'i');
const pairs: readonly RegExp[] = [
  new RegExp(String.raw`(?<=\bbetween\s+)(?<a>${english})(?<sign>\s+and\s+)(?<b>${english})`, 'gi'),
  new RegExp(String.raw`(?<a>${english})(?<sign>\s+(?:to|through)\s+)(?<b>${english})`, 'gi'),
  new RegExp(`(?<a>${chinese})(?<sign>[到至~～])(?<b>${chinese})`, 'g'),
];
const boundInEnglish = new RegExp(`(?<=${before})${english}`, 'gi');
const boundsInChinese: readonly RegExp[] = [
  new RegExp(`(?<=${beforeZh})${chinese}`, 'g'),
  new RegExp(`(?<=^|[，,、：:；;在为])${chinese}(?=(?:个|条|项)?[及或]?以[上下内])`, 'g'),
];

/** Numbers in words, where they are bounds: `ten to one hundred`, `between one and five`, `at most five`, `一到一百`; and `Max. 50` without its dot. */
export function inDigits(sentence: string): string {
  if (!hasWord.test(sentence)) return sentence;
  const plain = sentence.replaceAll(/\b(?<limit>max|min)\.(?=\s*\S)/gi, '$<limit>');
  const ranges = pairs.reduce((text, pattern) => text.replaceAll(pattern, pair), plain);
  const limits = ranges.replaceAll(boundInEnglish, (text) => String(fromEnglish(text)));
  return boundsInChinese.reduce(
    (text, pattern) => text.replaceAll(pattern, (found) => String(fromChinese(found))),
    limits,
  );
}

function pair(_: string, a: string, sign: string, b: string): string {
  const value = /\p{Script=Han}/u.test(a) ? fromChinese : fromEnglish;
  return `${value(a)}${sign}${value(b)}`;
}

/** Number words in front of what a pattern finds. */
export function englishBefore(pattern: string): RegExp {
  return new RegExp(`${english}(?=${pattern})`, 'gi');
}

/** `one hundred and five` as 105. */
export function fromEnglish(text: string): number {
  let [sum, part] = [0, 0];
  for (const one of text.toLowerCase().split(/[\s-]+/)) {
    if (one === 'hundred') part = Math.max(part, 1) * 100;
    else if (one === 'thousand') [sum, part] = [sum + Math.max(part, 1) * 1000, 0];
    else part += small.includes(one) ? small.indexOf(one) : Math.max(tens.indexOf(one), 0) * 10;
  }
  return sum + part;
}

const scales: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };

function fromChinese(text: string): number {
  let [sum, digit] = [0, 0];
  for (const one of text.replaceAll('两', '二')) {
    const scale = scales[one];
    if (scale === undefined) digit = '零一二三四五六七八九'.indexOf(one);
    else [sum, digit] = [sum + Math.max(digit, 1) * scale, 0];
  }
  return sum + digit;
}
