/** What is said of an operation as a whole: how often it may be called, what has to be given, what must be unique. */
import type { Passage } from '../source-document.ts';
import type { SentenceRead } from './sentence.ts';
import { complaintOf, readLines, sentencesOf } from './lines.ts';
import { matters } from './matters.ts';
import { englishBefore, fromEnglish, toNumber } from './numbers.ts';

export interface RateLimitFact {
  readonly requests: number;
  readonly per: 'second' | 'minute' | 'hour' | 'day';
  readonly scope: string;
}

export interface OperationReadings {
  readonly rateLimit: RateLimitFact | undefined;
  /** Parameters that together may name one record only. */
  readonly unique: readonly string[];
  readonly sentences: readonly SentenceRead[];
}

export function readOperationProse(
  passages: readonly Passage[],
  names: readonly string[],
): OperationReadings {
  let rateLimit: RateLimitFact | undefined;
  let unique: readonly string[] = [];
  const sentences: SentenceRead[] = [];
  for (const { section, text } of passages)
    for (const line of readLines(text)) {
      const complaint = complaintOf(line);
      if (complaint !== undefined) sentences.push({ place: section, text: complaint, facts: [] });
      for (const sentence of sentencesOf(line.text)) {
        const limit = rateLimitOf(sentence);
        const key = uniqueOf(sentence, names);
        rateLimit ??= limit;
        if (unique.length === 0) unique = key;
        const facts = [...(limit ? ['rateLimit'] : []), ...(key.length > 0 ? ['unique'] : [])];
        if (facts.length > 0 || matters(sentence)) sentences.push({ place: section, text: sentence, facts });
      }
    }
  return { rateLimit, unique, sentences };
}

const amount = String.raw`(?<requests>\d[\d,]*)`;
const period = String.raw`(?<per>second|minute|hour|day)`;
const ratePatterns: readonly RegExp[] = [
  new RegExp(
    String.raw`(?:up to|at most|a maximum of|no more than|maximum of|limited to|limit(?:ed)?[^.]{0,40}? is|is limited to|exceed)\s+${amount}\s*(?:times|requests|queries|calls|API requests)?\s*(?:per|a|each|every|in one|within one)\s+${period}(?<scope>[^.]{0,40})`,
    'i',
  ),
  new RegExp(
    String.raw`(?:maximum number of (?:times|calls|requests)|number of times)[^.]{0,80}?per ${period}[^.]{0,20}? is ${amount}(?<scope>)`,
    'i',
  ),
  new RegExp(
    String.raw`QPS[^.\d]{0,40}?${amount}(?![\d,]|\s*次)\s*(?:times|requests|queries|calls)?\s*(?:\/|per )?\s*(?<per>second|minute|hour|day|s\b)?(?<scope>[^.]{0,40})`,
    'i',
  ),
  new RegExp(
    String.raw`${amount}\s*(?:times|requests|queries|calls)\s*(?:per|\/)\s*${period}\s*(?<scope>per (?:account|user|api)[^.]{0,10})`,
    'i',
  ),
  /(?:QPS|频率|流控|调用次数|请求次数|限流)[^。\d]{0,24}?(?<requests>\d[\d,]*)\s*次?\s*(?:\/|每)\s*(?<per>秒|分钟|小时|天|日)(?<scope>)/i,
  /每(?<per>秒|分钟|小时|天|日)[^。\d]{0,12}?(?:最多|不超过|可|允许|上限)?[^。\d]{0,8}?(?<requests>\d[\d,]*)\s*次(?<scope>)/,
  /(?<requests>\d[\d,]*)\s*次\s*\/\s*(?<per>秒|分钟|小时|天)(?<scope>)/,
];

const periods: Readonly<Record<string, RateLimitFact['per']>> = {
  second: 'second',
  s: 'second',
  minute: 'minute',
  hour: 'hour',
  day: 'day',
  秒: 'second',
  分钟: 'minute',
  小时: 'hour',
  天: 'day',
  日: 'day',
};

/** `You can reconnect up to 30 times per minute.`: of something else than calls. */
const ofAnotherAct =
  /\byou can (?!(?:only )?(?:call|invoke|use|send|make|perform|initiate|request|query)\b)[a-z]+\b/i;

/** Limits of the call itself; how many things one day or one domain may have is another matter. */
function rateLimitOf(written: string): RateLimitFact | undefined {
  const sentence = timesInDigits(written);
  if (
    /\bURLs?\b|director|items|entries|个URL|目录|条URL|刷新\b/.test(sentence) &&
    !/(?:call|QPS|调用|请求次数)/i.test(sentence)
  )
    return undefined;
  if (ofAnotherAct.test(sentence) && !/\b(?:calls?|operation|api|QPS)\b/i.test(sentence)) return undefined;
  for (const pattern of ratePatterns) {
    const groups = pattern.exec(sentence)?.groups;
    if (!groups) continue;
    const per = periods[(groups['per'] ?? 'second').toLowerCase()];
    const requests = toNumber(groups['requests'] ?? '');
    if (per === undefined || !(requests > 0)) continue;
    const isWhole = /\bapi\b(?! requests)/i.test(groups['scope'] ?? '') || /该API|单API/.test(sentence);
    const who = /per account|每个账号|单账号|主账号/i.test(sentence)
      ? 'account'
      : /\buser\b|用户/i.test(sentence)
        ? 'user'
        : isWhole
          ? 'api'
          : 'account';
    return { requests, per, scope: who };
  }
  return undefined;
}

/** `A (DomainName, AppName) pair can only correspond to one configuration.` */
function uniqueOf(sentence: string, names: readonly string[]): readonly string[] {
  if (
    !/\b(?:only (?:correspond to )?one|unique|already exists?)\b|只能(?:对应|有|配置)一|唯一/i.test(sentence)
  )
    return [];
  const tuple = /[（(]\s*(?<tuple>[A-Z]\w*(?:\s*[,，、]\s*[A-Z]\w*)+)\s*[)）]/.exec(sentence)?.groups?.[
    'tuple'
  ];
  const mentioned = (tuple ?? '').split(/\s*[,，、]\s*/).filter((name) => names.includes(name));
  return mentioned.length > 1 ? mentioned : [];
}

/** `only once per second` as `up to 1 times per second`, `five times` as `5 times`. */
function timesInDigits(sentence: string): string {
  return sentence
    .replaceAll(/\b(?:only\s+)?once (?=per|every|a|each)/gi, 'up to 1 times ')
    .replaceAll(/\btwice (?=per|every|a|each)/gi, '2 times ')
    .replaceAll(englishBefore(' (?:times|requests|calls|queries)'), (text) => String(fromEnglish(text)));
}
