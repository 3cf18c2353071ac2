/** What holds only where another parameter has a value, and what parameters demand of each other. */
import { isArray, type Json } from '../../json.ts';
import type { SourceParameter } from '../source-document.ts';
import { readLines, sentencesOf } from './lines.ts';
import { isConditional } from './cases.ts';
import { isExample } from './no-bounds.ts';
import { convert, statedUnit, toNumber, unitAt } from './numbers.ts';
import { readValues } from './read-value.ts';
import { asValue } from './tokens.ts';

export interface Surroundings {
  /** Names from the root, such as `RecordFormat.N.Format`. */
  readonly place: string;
  /** The members of the object that the parameter is one of. */
  readonly siblings: readonly SourceParameter[];
  /** The parameters of the operation. */
  readonly all: readonly SourceParameter[];
}

export interface Conditions {
  readonly facts: readonly { readonly word: string; readonly value: Json; readonly sentence: string }[];
  /** Sentences that were read and belong to no single parameter. */
  readonly others: readonly { readonly word: string; readonly sentence: string }[];
  readonly atLeastOneOf: readonly (readonly string[])[];
  readonly requires: readonly { readonly parameter: string; readonly needs: string }[];
}

const onlyWhen =
  /(?:\b(?:takes? effect|valid|effective|available|applicable|applies|used|needs? to be (?:configured|set|specified)|works?|be (?:set|specified|configured)|supported)\b[^.]{0,40}?\bonly\b|\bonly\b[^.]{0,20}?\b(?:takes? effect|valid|effective|available|applicable|applies|supported))[^.]{0,60}?\b(?:when|if|for|after)\b/i;
const onlyWhenZh =
  /(?:当|仅当|仅在|只有|只在)?.{0,60}?(?:时|后|情况下)?[，,]?\s*(?:本参数|该参数|此参数|参数|才|有效|生效)*(?:才|方|方可|可)?(?:有效|生效|需要配置|可配置|可用|支持设置|需要设置|可设置)/;
const neededWhen =
  /^(?:if|when)\b[^,]*,\s*this parameter (?:is|becomes|must be) (?:also )?(?:required|mandatory|specified|set)\b(?!\s+to\b)|(?<!\b(?:not|no longer)(?: \w+)? )\b(?:required|mandatory|must (?:be )?(?:specif(?:y|ied)|set|configured?))\b[^.]{0,60}?\b(?:if|when|only if|only when)\b/i;
const neededWhenZh =
  /(?:时|后)[，,]?\s*(?:本参数|该参数|此参数|参数|该字段)?(?:为|才)?(?:(?:可用|有效|生效)[且并])?(?:必须|必填|必选|必传|需要|需)(?:填写|设置|配置|传入|指定|参数)?/;
const mustAlsoSet =
  /^(?:if|when)\b.*?\byou must (?:also )?(?:set|specify|configure)\b|(?:如果|当).*(?:必须|需要?)同时(?:设置|指定|配置)/i;

/** An item of a list tells a case, unless it speaks of the parameter by name. */
const aboutItself = /^this parameter\b|(?:本参数|该参数|此参数)/i;

export function readConditions(prose: string, parameter: SourceParameter, around: Surroundings): Conditions {
  const names = around.all.map(({ name }) => name);
  const findings = sentencesIn(prose).flatMap(({ sentence, isItem }) =>
    isExample(sentence) ? [] : findingsOf(sentence, isItem, parameter, around, names),
  );
  const mentioning = around.siblings.filter((sibling) => sibling.prose.includes(parameter.name));
  const demanded = mentioning.flatMap((sibling) =>
    sentencesIn(sibling.prose).filter(
      ({ sentence }) =>
        mustAlsoSet.test(sentence) && demandsOfOthers(sentence, sibling, around).includes(parameter.name),
    ),
  );
  return {
    facts: [
      ...findings.flatMap(({ facts = [], sentence }) =>
        facts.map(([word, value]) => ({ word, value, sentence })),
      ),
      ...demanded.map(() => ({ word: 'mandatory', value: true, sentence: '' })),
    ],
    others: findings.flatMap(({ other, sentence }) =>
      other === undefined ? [] : [{ word: other, sentence }],
    ),
    atLeastOneOf: findings.flatMap(({ choice }) => (choice ? [choice] : [])),
    requires: findings.flatMap(({ needs = [] }) => needs),
  };
}

/** What one sentence says: facts of the parameter, or something that belongs to no single one. */
interface Finding {
  readonly sentence: string;
  readonly facts?: readonly (readonly [word: string, value: Json])[];
  readonly other?: string;
  readonly choice?: readonly string[];
  readonly needs?: Conditions['requires'];
}

function sentencesIn(prose: string): readonly { readonly sentence: string; readonly isItem: boolean }[] {
  return readLines(prose).flatMap(({ text, isItem }) =>
    sentencesOf(text).map((sentence) => ({ sentence, isItem })),
  );
}

function findingsOf(
  sentence: string,
  isItem: boolean,
  parameter: SourceParameter,
  around: Surroundings,
  names: readonly string[],
): readonly Finding[] {
  const choice = choiceOf(sentence, names);
  if (choice) return [{ sentence, choice, other: 'atLeastOneOf' }];
  const needs = needsOf(sentence, around);
  if (needs.length > 0) return [{ sentence, needs, other: 'requires' }];
  // Read where the other parameter stands.
  if (mustAlsoSet.test(sentence))
    return demandsOfOthers(sentence, parameter, around).length > 0 ? [{ sentence, other: 'mandatory' }] : [];
  const byValue = defaultsByValue(sentence, parameter, around);
  if (byValue) return [{ sentence, facts: [['defaultBy', byValue]] }];
  const condition = conditionIn(sentence, parameter, around);
  if (!condition || (isItem && !aboutItself.test(sentence))) return [];
  return [{ sentence, facts: effectsOf(withoutOwnName(sentence, parameter.name), condition) }];
}

/** `…时，Paint为必选参数`: by its name or not, it is this parameter. */
function withoutOwnName(sentence: string, name: string): string {
  const itself = /\p{Script=Han}/u.test(sentence) ? '该参数' : 'this parameter';
  return sentence.replaceAll(
    new RegExp(String.raw`(?<![\w.])(?:the )?${escape(name)}(?![\w.])(?: parameter|参数)?`, 'g'),
    itself,
  );
}

const noEffect = /不(?:可用|生效|需要|支持)|无效/;

/** What a sentence with a condition says: that the parameter is needed then, that it has an effect only then, or both. */
function effectsOf(sentence: string, condition: Json): readonly (readonly [word: string, value: Json])[] {
  const isNeeded = neededWhen.test(sentence) || (neededWhenZh.test(sentence) && !/才需要/.test(sentence));
  const says = sentence.replace(/否则.*$/, '');
  if (noEffect.test(says) && !isNeeded) return [];
  const hasElse = says !== sentence && noEffect.test(sentence);
  const isOnly =
    hasElse ||
    (/有效|生效|可用/.test(says) && onlyWhenZh.test(says)) ||
    /\bonly\b[^.]{0,30}\b(?:effect|valid)/i.test(says);
  if (isNeeded && !isOnly) return [['requiredWhen', condition]];
  if (isNeeded)
    return [
      ['when', condition],
      ['mandatory', true],
    ];
  return onlyWhen.test(sentence) || onlyWhenZh.test(says) ? [['when', condition]] : [];
}

/** `a and b default to 6 hours, while c defaults to 1 hour`: by the value of the sibling that lists a, b and c. */
function defaultsByValue(
  sentence: string,
  parameter: SourceParameter,
  { siblings }: Surroundings,
): Json | undefined {
  if (!/default|默认/i.test(sentence)) return undefined;
  const unit = statedUnit(
    readLines(parameter.prose)
      .map(({ text }) => text)
      .join('\n'),
  );
  const table: Record<string, Json> = {};
  for (const clause of sentence.split(/[:：;；]|,\s*(?:while|and)\b|，/)) {
    const groups = clausePattern.exec(clause)?.groups;
    if (!groups) continue;
    const value = convert(toNumber(groups['number'] ?? ''), unitAt(groups['unit'] ?? ''), unit);
    for (const name of (groups['values'] ?? '').split(/\s*(?:,|、|\band\b|\bor\b|和|或|\/)\s*/))
      table[name] = value;
  }
  const names = Object.keys(table);
  if (names.length < 2) return undefined;
  const sibling = siblings.find(({ name, prose, type }) => {
    const listed = readValues(prose, { type, itemType: '' }).find(({ keyword }) => keyword === 'enum')?.value;
    return (
      name !== parameter.name &&
      listed !== undefined &&
      isArray(listed) &&
      names.every((one) => listed.includes(one))
    );
  });
  return sibling && { [sibling.name]: table };
}

const clausePattern =
  /^\s*(?:for\s+)?(?<values>[\w.-]+(?:\s*(?:,|、|\band\b|\bor\b|和|或|\/)\s*[\w.-]+)*)\s*(?:formats?|types?|modes?|模式|格式|类型)?\s*(?:(?:the )?defaults?(?: value)?(?: is| to)?|默认(?:值)?(?:为|是)?)\s*(?<number>\d[\d,.]*)\s*(?<unit>.*)$/iu;

const choices: readonly RegExp[] = [
  /\b(?:at leas[te] one of|either|one of)\b.*\b(?:must|required|needs? to|ha(?:s|ve) to)\b/i,
  /\b(?:must|needs? to|ha(?:s|ve) to) (?:specify|set|configure|provide) (?:at leas[te] one of|either|one of)\b/i,
  /^(?:specify|set|configure|provide) (?:at leas[te] one of|either)\b/i,
  /至少.{0,8}(?:一个|一项|其一|其中)|两者.{0,4}至少|(?:二|两者)(?:必须)?选(?:其)?一|不能(?:同时|都)为空/,
];

/** `You can set only one of A and B`: none of them has to be there. */
const noDemand =
  /\b(?:can|may)\s+(?:\w+\s+){0,3}one of\b|(?:只能|最多|可以?)[^，。]{0,24}(?:二选一|选(?:其)?一)/iu;

/** `…, if X is gloss`; that the operation is called is no condition. */
const hasCondition = /\b(?:if|when)\b(?! (?:you )?(?:call|invok)\w* (?:this|the) operation)/i;

/** `At least one of A and B must be set.` */
function choiceOf(sentence: string, names: readonly string[]): readonly string[] | undefined {
  if (!choices.some((pattern) => pattern.test(sentence)) || noDemand.test(sentence)) return undefined;
  if (hasCondition.test(sentence) || (isConditional(sentence) && !/^when\b/i.test(sentence)))
    return undefined;
  const mentioned = namesIn(sentence, names);
  return mentioned.length > 1 ? mentioned : undefined;
}

/** `When setting RecordFormat.N.xxx, you need to set at least one Templates.` */
function needsOf(
  sentence: string,
  { all, place }: Surroundings,
): readonly { readonly parameter: string; readonly needs: string }[] {
  const match =
    /^(?:when|if) (?:you )?(?:set(?:ting)?|specify(?:ing)?|configur(?:e|ing)|use) (?:the )?(?<given>[A-Z]\w+(?:\s+or\s+[A-Z]\w+)*)(?:\.N\.\w+)?(?: parameters?| configurations?| fields?)?\s*,\s*(?:you )?(?:need to|must)(?: also)? (?:set|specify|configure)(?: at least one)?(?: of)? (?:the )?(?<needed>[A-Z]\w+)/i.exec(
      sentence,
    ) ??
    /^(?:当)?(?:设置|配置|使用|指定)\s*(?<given>[A-Z]\w+)(?:\.N\.\w+)?(?:配置|参数)?(?:时|后)?[，,]\s*(?:至少)?(?:需要?|必须)(?:至少)?(?:同时)?(?:设置|配置|指定|传入)(?:至少)?(?:一个)?\s*(?<needed>[A-Z]\w+)/.exec(
      sentence,
    );
  const { given = '', needed = '' } = match?.groups ?? {};
  // `you must also specify To or MinutePeriod`: either will do.
  if (/\bor\b|或/i.test(sentence.slice((match?.index ?? 0) + (match?.[0].length ?? 0)))) return [];
  const isTop = (name: string): boolean => all.some((one) => one.name === name);
  const givens = given.split(/\s+or\s+/i);
  if (needed === '' || ![needed, ...givens].every(isTop) || givens.includes(needed)) return [];
  return [needed, ...givens].some((name) => place.startsWith(name))
    ? givens.map((parameter) => ({ parameter, needs: needed }))
    : [];
}

/** The parameters that a sentence asks for where this one has some value: `you must also set X and Y`. */
function demandsOfOthers(
  sentence: string,
  parameter: SourceParameter,
  { siblings, place }: Surroundings,
): readonly string[] {
  const [, behind = ''] = sentence.split(
    /must (?:also )?(?:set|specify|configure)|(?:必须|需要?)同时(?:设置|指定|配置)/,
  );
  if (/\b(?:or|either|at least one)\b|或|至少/i.test(behind)) return [];
  return namesIn(
    behind,
    siblings.map(({ name }) => name),
    place,
  ).filter((name) => name !== parameter.name);
}

/** The sibling that a sentence makes a condition of, with its values, or `present`; undefined where it names two. */
function conditionIn(
  sentence: string,
  parameter: SourceParameter,
  { siblings, place }: Surroundings,
): Json | undefined {
  const text = sentence.toLowerCase();
  const found = siblings
    .filter(({ name }) => name !== parameter.name && text.includes(name.toLowerCase()))
    .flatMap((sibling) => {
      const value = conditionOn(sibling, sentence, place);
      return value === undefined ? [] : [{ name: sibling.name, value }];
    });
  const [first] = found;
  return first && found.length === 1 && first.value !== 'unclear' ? { [first.name]: first.value } : undefined;
}

/** `unclear` where a sentence names it in a condition that no list of values says. */
function conditionOn({ name, type }: SourceParameter, sentence: string, place: string): Json | undefined {
  const named = String.raw`${prefixTo(place)}(?<name>${escape(name)})(?![\w.])(?:\s*[（(][^）)]{0,20}[）)])?(?<kind> parameter| field|参数|字段)?`;
  const isGiven = firstOf(sentence, name, [
    String.raw`${named}\s*(?:is (?:not empty|specified|set|not null|configured)(?! to)|不为空|已设置|非空)`,
  ]);
  if (isGiven) return 'present';
  const equals = firstOf(sentence, name, [
    String.raw`${named}\s*(?:is set to|is|=|==|equals?(?: to)?|设置?为|的?取?值(?:设置)?为|为|是|选择|等于)\s*(?<values>[^.。;；]{1,80})`,
    String.raw`\b(?:sets?|setting) (?:the )?(?:value of )?(?:the )?${named} to\s*(?<values>[^.。;；]{1,80})`,
  ]);
  const text = equals?.['values'] ?? '';
  // `A is set to x and B is set to y`
  if (/^\s*(?:is|are|parameter)\b/i.test(text.slice(listIn(text).length))) return 'unclear';
  const values = valuesIn(text, type);
  return values.length > 0 ? [...values] : undefined;
}

/** What may stand in front of the name of a sibling: where a place is in, as `Boxes.N.` or `Boxes.1.`, and nothing else with a dot. */
function prefixTo(place: string): string {
  const above = place
    .split('.')
    .slice(0, -1)
    .map((step) => (step === 'N' ? String.raw`(?:N|\d+)` : escape(step)));
  const prefixes = above.map((_, index) => above.slice(index).join(String.raw`\.`));
  return String.raw`(?<![\w.])${prefixes.length === 0 ? '' : String.raw`(?:(?:${prefixes.join('|')})\.)?`}`;
}

/** The groups of the first pattern that is found with the name: as it is written, or in other letters where it can be no mere word. */
function firstOf(
  sentence: string,
  name: string,
  patterns: readonly string[],
): Readonly<Record<string, string | undefined>> | undefined {
  for (const pattern of patterns)
    for (const match of sentence.matchAll(new RegExp(pattern, 'gi'))) {
      const written = match.groups?.['name'] ?? '';
      const isNoWord = /[a-z][A-Z]/.test(name) || match.groups?.['kind'] !== undefined;
      const isIt = written === name || isNoWord || /\bthe\s+$/i.test(sentence.slice(0, match.index));
      if (isIt) return match.groups;
    }
  return undefined;
}

const oneValue = String.raw`(?:"[^"]+"|“[^”]+”|[\w.*+\-/@]*[\w*])`;
const and = String.raw`(?:\s*,?\s*\b(?:or|and)\b\s*|\s*(?:或者?|和|及)\s*)`;
/** `a`, `a or b`, `a, b, or c`, `a、b或c`; words behind a comma belong to it only where an "or" follows. */
const valueList = new RegExp(
  String.raw`^${oneValue}(?:(?:(?:\s*[,、/，]\s*${oneValue})*${and}${oneValue}(?![\w]))+|(?:\s*[、/]\s*${oneValue})+)?`,
  'u',
);

/** As much of a text as is a list of values. */
function listIn(text: string): string {
  return noValue.test(text) ? '' : (valueList.exec(text)?.[0] ?? '');
}

const noValue =
  /^(?:not\b|不|非|(?:required|mandatory|optional|available|valid|supported|specified|configured|provided|passed|used|null|blank|empty|left (?:empty|blank|out|unset|unspecified))\b)/i;

/** The values that a text begins with; empty for prose, and for a value with a place to fill in. */
function valuesIn(text: string, type: string): readonly Json[] {
  // `true or left empty` is more than its values.
  if (
    /^[^,，]*(?:\bor\s+(?:is\s+|are\s+)?(?:not|left|empty|unspecified)\b|或(?:者)?(?:不|未|为?空))/i.test(
      text,
    )
  )
    return [];
  const parts = listIn(text)
    .split(/\s*(?:,?\s*\b(?:or|and)\b|或者?|和|及|、|,|，|\/)\s*/u)
    .filter((part) => part !== '');
  const known: Json[] = [];
  for (const part of parts) {
    // `gloss and optional otherwise`
    if (noValue.test(part)) break;
    const value = asValue(part.replaceAll(/["“”]/g, ''), type);
    if (value === undefined) break;
    known.push(value);
  }
  return known.some((value) => String(value).length > 1 && String(value).includes('*')) || known.length > 11
    ? []
    : known;
}

/** Names that a text mentions, in its order: of parameters of the operation, or of what a place is in. */
function namesIn(text: string, names: readonly string[], place = ''): readonly string[] {
  const places = names.flatMap((name) => {
    const match = new RegExp(String.raw`${prefixTo(place)}${escape(name)}(?!\w)`).exec(text);
    return match ? [{ name, index: match.index }] : [];
  });
  return places.toSorted((a, b) => a.index - b.index).map(({ name }) => name);
}

function escape(name: string): string {
  return name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
