/** Numbers that stand in a sentence and do not bound the value that it is about. */

/** Things that a number may count although the parameter is something else. */
export const countsAnother =
  /^\s*(?:characters?|chars?|letters?|bytes?|decimals?\b|(?:significant )?digits?\b|字符|字节|个字符|位(?:小数|有效|字符|数字)|个英文|汉字|times? (?:per|a)|次\/|种)/i;

/** What is no rule: a rate, an example, a span of time that passed. */
export const aside =
  /\b(?:per (?:second|minute|hour|day)|in the (?:last|past)|within the|QPS|recommend|for example|e\.g\.|example)|例如|比如|示例|建议|推荐|每秒|每分钟|最近/i;

/** `Valid values of N: 1 to 20`, `n is a positive integer`, `N的取值范围：1~20`: about places in a list, and not about their values. */
export const ofPlaces =
  /\bof \*{0,2}[NM]\b|^[NM] (?:is|can|ranges)\b|(?<![A-Za-z.])N\s*的?\s*(?:取值|范围|最大|的)/i;

/** `The first part ranges from 00 to 23`, `replace 24 with a value from 1 to 32`: of a part of a text. */
export const ofTextParts =
  /\b(?:parts?|portion|segments?|octets?|prefix|suffix|replace)\b|\bnumber of\b|部分|前缀|后缀|(?:个数|数量)的?(?:取值)?(?:范围|上限)|(?<!\d)0\d(?!\d)/i;

const nothings: readonly RegExp[] = [
  // 2^32, 1e6, 4K, 2 × 3
  /\d\^\d|\de\d|\d\s?K(?![a-z])|\d\s*[×x*]\s*\d/i,
  // `400 to 499 indicates …`: what some values mean
  /\d\s*(?:to|~|～|-|–|至|到)\s*\d+\s*(?:indicates?\b|means?\b|时?[，,]?(?:表示|代表))/i,
  /\bvalues?\s+(?:that\s+(?:is|are)\s+)?(?:greater|less|larger|smaller) than\b.*\b(?:indicates?|specif(?:y|ies)|means?)\b/i,
  /^(?!.*(?:必须|需|应|取值)).*(?:大于|小于|等于)\s*-?\d+\s*(?:时|[，,]?\s*(?:表示|代表))/,
  /\b(?:excluding|excludes?|exclusive)\b|不(?:含|包括|包含)\s*-?\d/i,
  // `20 (small), 40 (large)`
  /\d\s*[（(][^（）()]+[)）]\s*[,，、;；]\s*\d+[^（(\d]{0,12}[（(]/,
  // of two times, and not of one
  /^(?=.*\b(?:start|begin|end)(?:ing)?\s?(?:time|date)).*\b(?:interval|difference|gap|span|range)\b/i,
  /^(?=.*(?:开始|起始|结束)).*(?:间隔|跨度|相差|之差)/,
  // `up to 400 entries can be returned`: how many things there are, and not what the value may be
  /\b(?:up to|at most|a maximum of)\s+[\d,]+\s+(?:[\w-]+\s+){1,4}(?:can|could|may) be \w+ed\b(?!.*\bpages?\b)/i,
  // `each account can make up to 50 boxes`
  /^(?:an?|each|every|your|one)\s+(?:[\w-]+\s+){1,5}can\s+(?:\w+\s+)?(?:up to|at most|a maximum of)\b|^(?:每|单)个[^，。]{1,12}(?:最多|可)/i,
  // of what is reckoned from several values: `(EndTime - StartTime) / Period`, `the sum of all weights`
  /\b(?:difference|interval|gap)s? between\b|\bthe two values\b|\b(?:sum|product|ratio) of\b|之和|总和|之差|乘积|之比/i,
  /[)）]\s*[/×÷*+–−-]\s*[（(]?[A-Za-z]|[A-Za-z][）)]?\s*[×÷*/]\s*[（(]?[A-Z][a-z]\w*\s+(?:must|cannot|is|should|≤|<|>)/,
];

/** Whether the numbers of a sentence are of several cases, are reckoned, or say what some values mean. */
export function boundsNothing(sentence: string): boolean {
  return nothings.some((pattern) => pattern.test(sentence));
}

/** `We recommend no more than 100 IDs`; and `1 to 100，建议设置为10` up to the comma. */
export function withoutAdvice(sentence: string): string {
  if (/^(?:we|it is|it's) (?:strongly )?recommend/i.test(sentence)) return '';
  return sentence.replaceAll(
    /(?:[,，;；(（]|^)[^,，;；(（]*(?:\brecommend|建议|推荐)[^,，;；)）]*[)）]?/gi,
    '',
  );
}

/** `For example, …`: what it says holds for the example alone. */
export function isExample(sentence: string): boolean {
  return /^(?:for (?:example|instance)\b|e\.g\.|examples?\s*[:：]|例如|比如|譬如|举例|示例\s*[:：])/i.test(
    sentence,
  );
}
