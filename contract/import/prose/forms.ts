/** What a text must look like: forms of time, parts that it must have, words that are taken. */
import type { Json } from '../../json.ts';
import type { SourceParameter } from '../source-document.ts';
import { isConditional } from './cases.ts';
import { readLines, sentencesOf } from './lines.ts';
import { isExample } from './no-bounds.ts';
import { statedUnit, unitAt } from './numbers.ts';

export interface FormReading {
  readonly word: string;
  readonly value: Json;
  readonly sentence: string;
}

export function readForms(prose: string, parameter: SourceParameter): readonly FormReading[] {
  const lines = readLines(prose);
  const found: FormReading[] = [];
  const isNumber = parameter.type === 'integer' || parameter.type === 'number';
  const whole = lines.map(({ text }) => text).join('\n');
  const unit = isNumber ? (statedUnit(whole) ?? unitOfRange(whole)) : undefined;
  for (const { text } of lines)
    for (const sentence of sentencesOf(text)) {
      if (unit && (statedUnit(sentence) || unitOfRange(sentence)))
        found.push({ word: 'unit', value: unit.name, sentence });
      if (parameter.type === 'string') found.push(...formsOfText(sentence, parameter));
    }
  return found;
}

/** `supports 15 to 21600 seconds`: the unit behind a range. */
function unitOfRange(text: string): ReturnType<typeof unitAt> {
  const match = /\d\s*(?:to|~|～|-|–|至|到)\s*[\d,]+\s*(?<unit>[a-z/\p{Script=Han}]+)/iu.exec(text);
  const unit = match?.groups?.['unit'] === undefined ? undefined : unitAt(match.groups['unit']);
  return unit?.kind === 'time' ? unit : undefined;
}

function formsOfText(sentence: string, { example }: SourceParameter): readonly FormReading[] {
  const found: FormReading[] = [];
  if (isConditional(sentence) || isExample(sentence)) return found;
  const format = timeForm(sentence, example);
  if (format !== undefined) found.push({ word: 'format', value: format, sentence });
  const beginnings = beginningsOf(sentence);
  const start = `^(?:${beginnings.map(escape).join('|')})`;
  if (beginnings.length > 0 && (example === undefined || new RegExp(start).test(String(example))))
    found.push({ word: 'pattern', value: start, sentence });
  const variables = [...sentence.matchAll(/\{(?<name>[A-Za-z]\w*)\}/g)].map(
    ({ groups }) => groups?.['name'] ?? '',
  );
  if (variables.length > 0) {
    const demand =
      /\b(?:must|needs? to|has to|have to) (?:include|contain)|必须(?:要)?(?:有|包含|含有|包括)|需(?:要)?包含/i.exec(
        sentence,
      );
    if (demand) found.push({ word: 'mustContain', value: groupsOf(sentence.slice(demand.index)), sentence });
    else if (/\b(?:variables?|placeholders?)\b|变量/i.test(sentence))
      found.push({ word: 'variables', value: [...new Set(variables)], sentence });
  }
  const reserved =
    /\bnot allowed to (?:pass in|be|use|set)\s+["“]?(?<value>[\w-]+)["”]?,? (?:which|because it|as it) is (?:a )?reserved/i.exec(
      sentence,
    ) ??
    /不(?:允许|可|能)(?:传入|填写|使用|设置为)?\s*["“]?(?<value>[\w-]+)["”]?\s*[，,（(].{0,12}保留/.exec(
      sentence,
    );
  const word = reserved?.groups?.['value'];
  if (word !== undefined) found.push({ word: 'reserved', value: [word], sentence });
  return found;
}

const beginning = String.raw`["“'‘]?(?<first>[a-z]+:\/\/|\/)["”'’]?(?:\s*(?:\bor\b|或者?|、|\/(?=[a-z]))\s*["“'‘]?(?<second>[a-z]+:\/\/)["”'’]?)?`;
const mustBegin: readonly RegExp[] = [
  new RegExp(String.raw`\b(?:must|needs? to|has to|have to) (?:start|begin) with ${beginning}(?![\w/])`, 'i'),
  new RegExp(String.raw`(?:必须|需要?|应)(?:要)?以\s*${beginning}\s*(?:开头|开始|作为开头|为开头)`, 'i'),
];

/** `must start with http:// or https://`: schemes and a slash; other beginnings are not read. */
function beginningsOf(sentence: string): readonly string[] {
  const groups = mustBegin.map((pattern) => pattern.exec(sentence)?.groups).find(Boolean) ?? {};
  return [groups['first'], groups['second']].filter((one) => one !== undefined);
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** `{A} or {B} and {C} or {D}`: one of each; without an `or`, each of them. */
function groupsOf(sentence: string): Json {
  const namesIn = (text: string): string[] =>
    [...text.matchAll(/\{(?<name>\w+)\}/g)].map(({ groups }) => groups?.['name'] ?? '');
  // `{A} and {B} or {C} and {D}`: one pair or the other, so that of A and C one has to be there, and of B and D.
  const pairs = sentence
    .split(/(?:,\s*)?\b(?:or|either)\b|或者?/i)
    .map(namesIn)
    .filter((names) => names.length > 0);
  const [first = [], second = []] = pairs;
  if (pairs.length === 2 && first.length > 1 && first.length === second.length)
    return first.map((name, index) => [name, second[index] ?? name]);
  const hasOr = pairs.length > 1;
  const parts = hasOr
    ? sentence.split(/\s*(?:\band\b|和|以及|及|、|,|，)\s*(?=\{)/i).map(namesIn)
    : namesIn(sentence).map((name) => [name]);
  return parts.filter((names) => names.length > 0);
}

const timeParts = /y{4}[-/]M{2}(?:[-/]d{2}(?:[T ]?H{2}(?::m{2}(?::s{2})?)?(?:\.S{3})?Z?)?)?/i;

/** A form of time, where the source's own example has it. */
function timeForm(sentence: string, example: Json | undefined): string | undefined {
  const plain = sentence
    .replaceAll(/(?:["'“”‘’*]|(?<![dD]) )(?=T|Z|HH|dd)|(?<=T)["'“”‘’* ]+/g, '')
    .replaceAll(/\s*T\s*(?=HH|hh)/g, 'T');
  const found = timeParts.exec(plain);
  // `at(yyyy-MM-dd HH:mm:ss)` is a form of more than a time; and no form with a blank between day and hour is known.
  if (!found || /\w[（(]\s*$/.test(plain.slice(0, found.index))) return undefined;
  const [match] = found;
  const form = match
    .replaceAll(/y/gi, 'y')
    .replaceAll(/d/gi, 'd')
    .replaceAll(/h/gi, 'H')
    .replaceAll(/s/g, 's')
    .replace(/^(?<start>yyyy[-/])mm/, '$<start>MM')
    .replace(/(?<hour>HH:)MM/, '$<hour>mm')
    .replace(/:SS/, ':ss');
  return example === undefined || looksLike(String(example).trim(), form) ? form : undefined;
}

function looksLike(example: string, form: string): boolean {
  const pattern = form
    .replaceAll(/[.]/g, String.raw`\.`)
    .replaceAll(/yyyy|MM|dd|HH|mm|ss|SSS/g, (part) => String.raw`\d{${part.length}}`);
  return new RegExp(`^${pattern}$`).test(example);
}
