/** Which documented code a broken rule means. */
import type { CodeReading, CodeSubject } from './codes.ts';

/** Where a keyword stands, and what it is about. */
export interface RulePlace {
  /** Of a forbidden value, the values; a code may name one. */
  readonly values?: readonly string[];
  /** Of a bound, the number; a code's message may have it. */
  readonly limit?: number;
  /** Names from the root, `N` for a place in a list; of `required`, the member that is missing. */
  readonly place: string;
  readonly keyword: string;
}

export interface Tie {
  readonly code: string;
  /** `exact`: as sure as the rule itself; `name`: implied; `role`: assumed; `none`: no documented code, the gateway's stands in. */
  readonly by: 'exact' | 'name' | 'role' | 'none';
}

/** Codes for one keyword where a parameter has several: `TooLong` for lengths. */
const words: Readonly<Record<string, RegExp>> = {
  maxLength: /TooLong|Length|OverLimit|Exceed/i,
  minLength: /TooShort|Length/i,
  'x-max-bytes': /TooLong|Length|Malformed/i,
  maxItems: /Exceed|Length|TooMany|OverLimit|Limit|Invalid/i,
  enum: /ValueNotSupported|NotSupport|Malformed/i,
  minimum: /ValueNotSupported|OutOf|Range|Malformed/i,
  maximum: /ValueNotSupported|OutOf|Range|Exceed|Malformed/i,
  pattern: /Malformed|Format/i,
  format: /Malformed|Format/i,
  not: /Forbid|Reserved|Malformed/i,
};

export function tieOf(rule: RulePlace, codes: readonly CodeReading[]): Tie {
  return rule.keyword === 'required' ? tieOfMissing(rule, codes) : tieOfValue(rule, codes);
}

function tieOfMissing({ place }: RulePlace, codes: readonly CodeReading[]): Tie {
  const missing = codes.filter(({ kind }) => kind === 'missing');
  return (
    named(place, missing) ??
    roleOf(
      missing.find(
        ({ subjects, code }) =>
          subjects.length === 0 && /^Missing(?:Param(?:eter)?s?)?$|Mandatory/i.test(code),
      ),
    ) ?? {
      code: 'Missing{name}',
      by: 'none',
    }
  );
}

function tieOfValue({ place, keyword, limit, values = [] }: RulePlace, codes: readonly CodeReading[]): Tie {
  const naming = codes.find(
    ({ kind, message }) =>
      kind !== 'missing' &&
      kind !== 'several' &&
      values.some((value) =>
        new RegExp(String.raw`(?<!\w)${value.replaceAll(/\W/g, '.')}(?!\w)`).test(message),
      ),
  );
  if (naming) return { code: naming.code, by: 'name' };
  const word = words[keyword];
  const isQuota = keyword === 'maxItems' || keyword === 'maxLength';
  const fitting = codes.filter(
    ({ kind, code }) =>
      kind === 'invalid' || (isQuota && kind === 'quota') || (keyword === 'not' && /Forbid/i.test(code)),
  );
  const preferred = word ? fitting.filter(({ code }) => word.test(code)) : [];
  return (
    named(place, preferred) ??
    named(place, fitting) ??
    numbered(limit, codes) ??
    roleOf(fitting.find(({ subjects, code }) => subjects.length === 0 && general.test(code))) ?? {
      code: 'Invalid{name}',
      by: 'none',
    }
  );
}

const general =
  /^Inv(?:al|ai)(?:l)?idd?(?:Input|Request|Arg(?:ument|Value)?)?(?:Param(?:eter)?s?)?(?:\.Malformed)?$|^InvalidParameter|^InvalidParams?$|^MalformedParam(?:eter)?$|^InputInvalid$|^ParamError$|^IllegalParam|^ParameterInvalid$/i;

/** `The number of tags exceeds 20.`: a number that is not in every second message. */
function numbered(limit: number | undefined, codes: readonly CodeReading[]): Tie | undefined {
  if (limit === undefined || limit < 10) return undefined;
  const shown = new RegExp(String.raw`(?<![\w.])(?:${limit}|${limit.toLocaleString('en-US')})(?![\w.]\w)`);
  const having = codes.filter(
    ({ kind, message, subjects }) =>
      ['quota', 'invalid'].includes(kind) && subjects.length === 0 && shown.test(message),
  );
  return having.length === 1 && having[0] ? { code: having[0].code, by: 'name' } : undefined;
}

function roleOf(code: CodeReading | undefined): Tie | undefined {
  return code && { code: code.code, by: 'role' };
}

function named(place: string, codes: readonly CodeReading[]): Tie | undefined {
  const candidates = codes.flatMap(({ code, subjects }) => {
    const subject = subjects.find((one) => isAbout(one, place));
    return subject ? [{ code, subject }] : [];
  });
  const best =
    candidates.find(({ subject }) => subject.by === 'exact') ??
    candidates.find(({ subject }) => subject.by === 'code') ??
    candidates[0];
  if (!best) return undefined;
  const by = { exact: 'exact', code: 'name', message: 'name', end: 'role' } as const;
  return { code: best.code, by: by[best.subject.by] };
}

/** A code about a list is about its items too. */
function isAbout({ place: subject }: CodeSubject, place: string): boolean {
  return subject === place || `${subject}.N` === place || subject === `${place}.N`;
}
